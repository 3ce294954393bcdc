using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Tests.Suites;

public sealed class SuiteFileTests
{
    private const string Capitals = """
        name: capitals
        version: 1
        language: en
        license: CC0-1.0
        generate: { maxTokens: 32, temperature: 0 }
        system: Answer in one short sentence.
        scorers: [ { kind: includes } ]
        samples:
          - { id: fr, prompt: "What is the capital of France?", target: Paris, tags: [europe], cluster: france }
          - { id: fr-mc, prompt: "The capital of France is", choices: [Paris, Lyon, Nice], target: 0, scorers: [ { kind: choice-likelihood } ] }
        """;

    [Fact]
    public void Parse_SuiteOfTheContract_ReadsEveryField()
    {
        var suite = SuiteFile.Parse(Capitals, "capitals.yaml");
        Assert.Equal(("capitals", 1, "en", "CC0-1.0", 32), (suite.Name, suite.Version, suite.Language, suite.License, suite.Settings.MaxTokens));
        Assert.Equal(["Paris"], suite.Samples[0].Targets);
        Assert.Equal(("france", 9), (suite.Samples[0].Cluster, suite.Samples[0].Line));
        Assert.Equal(0, suite.Samples[1].TargetChoice);
        Assert.Equal("choice-likelihood", suite.Samples[1].Scorers[0].Kind);
        Assert.Equal(64, suite.Sha256.Length);
    }

    [Fact]
    public void Parse_FiveMistakes_ReportsAllFiveByLineAndField()
    {
        var problems = Problems("""
            version: 1
            langage: en
            scorers: [ { kind: includ } ]
            samples:
              - { id: a, prompt: "One?", choices: [x, y], target: 2, scorers: [choice-likelihood] }
              - { id: b, prompt: "Two?", target: x, scorers: [ { kind: pattern, pattern: "(" } ] }
            """);
        Assert.Equal(
            [(1, "name"), (2, "langage"), (3, "scorers[0].kind"), (5, "samples[0].target"), (6, "samples[1].scorers[0].pattern")],
            problems.Select(problem => (problem.Line!.Value, problem.Field!)));
        Assert.All(problems, problem => Assert.Equal("bad.yaml", problem.File));
        Assert.Contains("language", problems[1].Hint!.In(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains("includes", problems[2].Hint!.In(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: a\nsamples:\n  - { id: x, prompt: q, target: t }", 3, "samples[0].scorers")]
    [InlineData("name: a\nscorers: [exact]\nsamples:\n  - { id: x, prompt: q, target: t }\n  - { id: x, prompt: q, target: t }", 5, "samples[1].id")]
    [InlineData("name: a\nscorers: [choice-likelihood]\nsamples:\n  - { id: x, prompt: q, target: t }", 4, "samples[0].choices")]
    [InlineData("name: a\nscorers: [exact]\nsamples:\n  - { id: x, prompt: q }", 4, "samples[0].target")]
    [InlineData("name: a\nscorers: [exact]\nrepeats: many\nsamples:\n  - { id: x, prompt: q, target: t }", 3, "repeats")]
    [InlineData("name: a\nscorers: [exact]\ngenerate: { max_tokens: 3 }\nsamples:\n  - { id: x, prompt: q, target: t }", 3, "generate.max_tokens")]
    [InlineData("name: a\nscorers: [exact]\nsamples: []", 1, "samples")]
    [InlineData("name: a\nscorers: [exact]\nprompt: 'Is {it}?'\nsamples:\n  - { id: x, vars: { its: 1 }, target: t }", 5, "samples[0].vars.it")]
    [InlineData("name: a\nname: b\nscorers: [exact]\nsamples:\n  - { id: x, prompt: q, target: t }", 2, "name")]
    [InlineData("name: a\nscorers: [ { kind: numeric, tolerance: wide } ]\nsamples:\n  - { id: x, prompt: q, target: 1 }", 2, "scorers[0].tolerance")]
    [InlineData("name: a\ndata: ../secret.jsonl\nscorers: [exact]", 2, "data")]
    public void Parse_OneMistake_NamesLineAndField(string text, int line, string field) =>
        Assert.Contains(Problems(text), problem => problem.Line == line && problem.Field == field);

    [Theory]
    [InlineData("name: &a x\nsamples: [*a, *a]")]
    [InlineData("a: [[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]")]
    [InlineData("name: [unclosed")]
    [InlineData("")]
    [InlineData("just text")]
    [InlineData("--- \nname: a\n--- \nname: b")]
    public void Parse_NoSuiteAtAll_IsOneClearProblem(string text) => Assert.Single(Problems(text));

    [Fact]
    public void Parse_TemplateWithVariables_FillsOnlyNamesInBraces()
    {
        var suite = SuiteFile.Parse("""
            name: t
            prompt: "{country}: {capital}? {} { x }"
            vars: { capital: capital }
            scorers: [exact]
            samples:
              - { id: fr, vars: { country: France }, target: Paris }
              - { id: code, prompt: "{country} {own}", vars: { country: x, own: y }, target: Paris }
            """, "t.yaml");
        Assert.Equal(["France: capital? {} { x }", "x y"], suite.Samples.Select(sample => sample.Prompt));
    }

    [Fact]
    public void Parse_DataBeside_ReadsJsonLinesWithTheirLines()
    {
        var suite = SuiteFile.Parse("name: t\nscorers: [exact]\ndata: d.jsonl", "t.yaml", _ => new StringReader("{\"id\":\"a\",\"prompt\":\"q\",\"target\":\"\\ud83d\\ude00\"}\n\n{\"id\":\"b\",\"prompt\":\"q\",\"target\":5}\n"));
        Assert.Equal([("a", 1), ("b", 3)], suite.Samples.Select(sample => (sample.Id, sample.Line)));
        Assert.Equal("😀", suite.Samples[0].Targets[0]);
        var problem = Assert.Single(Assert.Throws<InputException>(() => SuiteFile.Parse("name: t\nscorers: [exact]\ndata: d.jsonl", "t.yaml", _ => new StringReader("{\"id\":\"a\",\"prompt\":\"q\",\"target\":\"x\"}\n{nonsense"))).Problems);
        Assert.Equal(("d.jsonl", 2), (problem.File, problem.Line));
        var half = Assert.Single(Assert.Throws<InputException>(() => SuiteFile.Parse("name: t\nscorers: [exact]\ndata: d.jsonl", "t.yaml", _ => new StringReader("{\"id\":\"a\",\"prompt\":\"\\ud83d\",\"target\":\"x\"}"))).Problems);
        Assert.Equal(("d.jsonl", 1), (half.File, half.Line));
    }

    [Fact]
    public void Hash_SameContentInAnotherLayout_IsTheSame()
    {
        var first = SuiteFile.Parse("name: a\nlanguage: zh-Hans\nscorers: [exact]\nsamples:\n  - { id: x, prompt: 问, target: [答], language: zh-Hans }", "a.yaml");
        var second = SuiteFile.Parse("# a comment\nsamples:\n- target: 答\n  prompt: \"问\"\n  id: x\nscorers:\n- kind: exact\nlanguage: zh-Hans\nname: a\nversion: 1\n", "b.yaml");
        Assert.Equal(first.Sha256, second.Sha256);
        Assert.NotEqual(first.Sha256, SuiteFile.Parse("name: a\nlanguage: zh-Hans\nscorers: [exact]\nsamples:\n  - { id: x, prompt: 问, target: 答案 }", "a.yaml").Sha256);
    }

    [Fact]
    public void ParseCanonical_WhatWriteGave_IsTheSameSuite()
    {
        var suite = SuiteFile.Parse(Capitals, "capitals.yaml");
        var back = SuiteFile.ParseCanonical(SuiteCanonical.Write(suite), "capitals");
        Assert.Equal(suite.Sha256, back.Sha256);
        Assert.Equal(SuiteCanonical.Write(suite), SuiteCanonical.Write(back));
    }

    [Fact]
    public void Known_KindsOfTheFileFormat_AreThoseThatCanJudge() =>
        Assert.Equal(ScorerRegistry.Standard.Kinds, ScorerSyntax.Known.Keys.Order(StringComparer.Ordinal));

    private static System.Collections.Immutable.ImmutableArray<InputProblem> Problems(string text) => Assert.Throws<InputException>(() => SuiteFile.Parse(text, "bad.yaml", name => throw new InputException(new InputProblem(new Phrase("Suites.NoFile"), name)))).Problems;
}
