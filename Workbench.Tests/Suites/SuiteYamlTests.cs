using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Suites;

public sealed class SuiteYamlTests
{
    private static readonly string[] Pieces =
    [
        "a", "Paris", "中文，测试。", "😀", " ", "  ", "\n", "\n\n", "\t", "\r\n", ":", ": ", " #", "#", "-", "- ", "{", "}", "[", "]", ",", "&", "*", "!", "|", ">", "'", "\"", "\\", "%", "@", "`", "?", "~", "null", "true", "No", "0", "1e5", "0x1F", "=",
        "---", "...", "\u0000", "\u0007", "\u0085", "\u00a0", "\u2028", "\ufeff", "\u3000", "<<", "{context}", "${x}", "key: value\n  nested: [1, 2]\n", "Erste Zeile\n  zweite\n",
    ];

    [Fact]
    public void Write_AnyContent_ReadsBackToTheSameHash()
    {
        var random = new Random(5);
        for (var round = 0; round < 400; round++)
        {
            var suite = Any(random);
            var text = SuiteYaml.Write(suite);
            Assert.Equal(SuiteCanonical.Write(suite), SuiteCanonical.Write(SuiteFile.Parse(text, "any.yaml")));
            var apart = SuiteFile.Parse(SuiteYaml.Write(suite, "d.jsonl"), "any.yaml", _ => new StringReader(string.Join('\n', SuiteYaml.Lines(suite))));
            Assert.Equal(SuiteCanonical.Hash(suite), apart.Sha256);
            Assert.Equal(apart.Sha256, SuiteFile.ParseCanonical(SuiteCanonical.Write(suite), "any").Sha256);
        }
    }

    [Fact]
    public void Write_ShippedSuites_ReadBackToTheSameHash()
    {
        var suites = new SuiteCatalog("", Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "suites")).List();

        Assert.True(suites.Length >= 4);
        Assert.All(suites, entry => Assert.Equal(entry.Suite!.Sha256, SuiteFile.Parse(SuiteYaml.Write(entry.Suite), entry.Name).Sha256));
    }

    [Fact]
    public void Write_PlainSuite_LooksAsAPersonWouldWriteIt()
    {
        var text = SuiteYaml.Write(SuiteFile.Parse("name: a\nscorers: [exact]\nsamples:\n  - { id: fr, prompt: \"What is the capital\\nof France?\", target: Paris, tags: [x, z], answerable: true }", "a.yaml"));

        Assert.EndsWith("samples:\n  - id: fr\n    prompt: |-\n      What is the capital\n      of France?\n    target: Paris\n    tags: [x, z]\n", text, StringComparison.Ordinal);
        Assert.Contains("scorers:\n  - kind: exact\n", text, StringComparison.Ordinal);
    }

    private static PromptSuite Any(Random random)
    {
        ImmutableArray<Sample> samples = [.. Enumerable.Range(0, random.Next(1, 4)).Select(index => Sample(random, index))];
        var suite = new PromptSuite("any", random.Next(1, 9), "en", Maybe(random), Maybe(random), Maybe(random), Maybe(random), Maybe(random), Settings(random), random.Next(1, 5), [new ScorerSpec("refusal")], samples, "")
        {
            Jurisdiction = Maybe(random),
            Canary = random.Next(2) == 0 ? null : "canary-4f1e9b" + Text(random),
            Metadata = Pairs(random),
            FewShot = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new FewShot("p" + Text(random), Text(random)))],
        };

        // What samples take from their suite is there when they are read.
        return suite with { Samples = [.. samples.Select(sample => sample with { Region = sample.Region ?? suite.Region, Jurisdiction = sample.Jurisdiction ?? suite.Jurisdiction, FieldOfUse = sample.FieldOfUse ?? suite.FieldOfUse })] };
    }

    private static Sample Sample(Random random, int index)
    {
        ImmutableArray<string> choices = random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => Text(random)).Distinct()];
        choices = choices.Length < 2 ? [] : choices;
        int? choice = choices.IsEmpty ? null : random.Next(choices.Length);
        var sample = new Sample(
            index + Text(random),
            "q" + Text(random),
            choice is { } right ? [choices[right]] : Texts(random),
            Texts(random),
            choices,
            choice,
            random.Next(2) == 0,
            random.Next(3) switch { 0 => null, 1 => true, _ => false },
            random.Next(2) == 0 ? "en" : "zh-Hans",
            Maybe(random),
            Maybe(random),
            Maybe(random),
            Texts(random),
            random.Next(2) == 0 ? [] : [new ScorerSpec("refusal")],
            1);
        return sample with
        {
            Turns = random.Next(3) == 0 ? [new ChatMessage("user", "u" + Text(random)), new ChatMessage("assistant", "a" + Text(random))] : [],
            FewShot = random.Next(3) switch { 0 => [], 1 => [new FewShot("x" + Text(random), Text(random))], _ => null },
            Context = Maybe(random),
            Jurisdiction = Maybe(random),
            FieldOfUse = Maybe(random),
            Metadata = Pairs(random),
        };
    }

    private static GenerateSettings Settings(Random random) => new(random.Next(1, 500), random.NextDouble(), Seed: random.Next(2) == 0 ? null : random.Next())
    {
        Stop = Texts(random),
        Samplers = random.Next(2) == 0 ? null : new SamplerSettings(TypicalP: 0.25 + (random.NextDouble() / 2), DryLastN: random.Next(-1, 9), LogitBias: ImmutableSortedDictionary<int, double>.Empty.Add(random.Next(), random.NextDouble())),
        Grammar = random.Next(3) == 0 ? "root ::= \"a\" | \"b\"\n" : null,
    };

    private static ImmutableSortedDictionary<string, string> Pairs(Random random) =>
        Enumerable.Range(0, random.Next(3)).Select(_ => Text(random)).Distinct(StringComparer.Ordinal).ToImmutableSortedDictionary(name => name, _ => Text(random), StringComparer.Ordinal);

    private static ImmutableArray<string> Texts(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Text(random))];

    private static string? Maybe(Random random) => random.Next(2) == 0 ? null : Text(random);

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
