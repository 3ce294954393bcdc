using System.Diagnostics;
using System.Text;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Tests.Suites;

public sealed class SuiteDataTests : IDisposable
{
    private const string Head = "name: many\nscorers: [exact]\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("workbench-suite-").FullName;

    [Fact]
    public void Read_FolderWithTwoDataFiles_TakesAllSamplesInOrder()
    {
        Put("suite.yaml", Head + "data: [a.jsonl, b.jsonl]\nsamples: [ { id: in, prompt: q, target: t } ]");
        Put("a.jsonl", Line("a1") + "\r\n" + Line("a2"));
        Put("b.jsonl", "\n" + Line("b1") + "\n");

        Assert.Equal([("in", 4), ("a1", 1), ("a2", 2), ("b1", 2)], SuiteFile.Read(_folder).Samples.Select(sample => (sample.Id, sample.Line)));
        Assert.Equal("many", Assert.Single(new SuiteCatalog(Path.GetDirectoryName(_folder)!, "").List(), entry => entry.Path == _folder).Name);
    }

    [Fact]
    public void Read_MistakesInTwoDataFiles_NameEachFileAndLine()
    {
        Put("suite.yaml", Head + "data: [a.jsonl, b.jsonl, c.jsonl]");
        Put("a.jsonl", Line("a1") + "\n{\"id\":\"a2\",\"promt\":\"q\",\"target\":\"t\"}");
        Put("b.jsonl", Line("a1") + "\n\n{nonsense\n{\"id\":\"" + new string('x', DataLines.MaximumCharacters) + "\"}\n" + Line("b4"));

        var problems = Assert.Throws<InputException>(() => SuiteFile.Read(_folder)).Problems;

        Assert.Equal(
            [("suite.yaml", 3, "data"), ("a.jsonl", 2, "samples[1].prompt"), ("a.jsonl", 2, "samples[1].promt"), ("b.jsonl", 1, "samples[2].id"), ("b.jsonl", 3, null), ("b.jsonl", 4, null)],
            problems.Select(problem => (Path.GetFileName(problem.File)!, problem.Line!.Value, problem.Field)));
    }

    [Fact]
    public void Read_DataThatIsNotUtf8_SaysSo()
    {
        Put("suite.yaml", Head + "data: a.jsonl");
        File.WriteAllBytes(Path.Combine(_folder, "a.jsonl"), [0x7b, 0xff, 0xfe, 0x7d]);

        Assert.Equal("data", Assert.Single(Assert.Throws<InputException>(() => SuiteFile.Read(_folder)).Problems).Field);
    }

    [Fact]
    public void Read_DataThatIsWrongThroughout_SaysHowManyMore()
    {
        Put("suite.yaml", Head + "data: a.jsonl");
        Put("a.jsonl", string.Concat(Enumerable.Range(0, 3000).Select(_ => "{broken\n")));

        var problems = Assert.Throws<InputException>(() => SuiteFile.Read(_folder)).Problems;

        Assert.Equal(101, problems.Length);
        Assert.Equal("900", problems[^1].Message.Arguments[0]);
    }

    [Fact]
    public void Read_HundredThousandSamples_TakesAllOfThemAndLittleMoreThanTheyAre()
    {
        Put("suite.yaml", Head + "data: a.jsonl");
        using (var writer = new StreamWriter(Path.Combine(_folder, "a.jsonl")))
        {
            for (var index = 0; index < SuiteFile.MaximumSamples; index++)
            {
                writer.Write($"{{\"id\":\"s{index}\",\"prompt\":\"What is {index} plus one, in figures and without any further words?\",\"target\":\"{index + 1}\",\"tags\":[\"arithmetic\"]}}\n");
            }
        }

        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var suite = SuiteFile.Read(_folder);

        Assert.Equal(SuiteFile.MaximumSamples, suite.Samples.Length);
        Assert.Equal("100000", suite.Samples[^1].Targets[0]);
        TestContext.Current.TestOutputHelper?.WriteLine($"{(Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds:0.00} s of processor time, {GC.GetTotalMemory(forceFullCollection: true) / 1e6:0} MB held");
    }

    [Fact]
    public void Read_SamplesThatSayTheSame_ShareIt()
    {
        var far = new string('f', 65);
        Put("suite.yaml", "name: many\nregion: CN\nscorers: [choice-letter]\ndata: a.jsonl");
        Put("a.jsonl", string.Join('\n', Enumerable.Range(0, 3).Select(index => $"{{\"id\":\"s{index}\",\"prompt\":\"q\",\"choices\":[\"yes\",\"no{index}\",\"{far}\"],\"target\":\"yes\",\"tags\":[\"law\"],\"language\":\"zh-Hans\",\"cluster\":\"c\",\"fieldOfUse\":\"courts\"}}")));

        var samples = SuiteFile.Read(_folder).Samples;

        Assert.Equal(["s0", "s1", "s2"], samples.Select(sample => sample.Id));
        Assert.All(samples.Index(), each =>
        {
            Assert.Equal(["yes", $"no{each.Index}", far], each.Item.Choices);
            Assert.Equal("yes", Assert.Single(each.Item.Targets));
            Assert.Equal("law", Assert.Single(each.Item.Tags));
            Assert.Equal(("zh-Hans", "CN", "c", "courts", 0), (each.Item.Language, each.Item.Region, each.Item.Cluster, each.Item.FieldOfUse, each.Item.TargetChoice));
            Assert.Same(samples[0].Choices[0], each.Item.Choices[0]);
            Assert.Same(samples[0].Language, each.Item.Language);
            Assert.True(samples[0].Targets.Equals(each.Item.Targets) && samples[0].Tags.Equals(each.Item.Tags), "The same list.");
            Assert.Same(samples[0].Metadata, each.Item.Metadata);
        });
        Assert.NotSame(samples[0].Choices[2], samples[1].Choices[2]);
    }

    [Fact]
    public void Find_EditedFile_IsReadAgainAndNamedByItsHighestVersion()
    {
        var catalog = new SuiteCatalog(_folder, "");
        Put("one.yaml", Head + "version: 2\nsamples: [ { id: a, prompt: q, target: t } ]");
        Put("two.yaml", Head + "version: 10\ndata: d.jsonl");
        Put("d.jsonl", Line("x"));

        Assert.Equal((10, "x"), (catalog.Find("many").Version, catalog.Find("many").Samples[0].Id));
        Assert.Same(catalog.List()[0].Suite, catalog.List()[0].Suite);
        Put("d.jsonl", Line("longer"));
        Assert.Equal("longer", catalog.Find("many").Samples[0].Id);
        Assert.Equal(2, catalog.Find("many@2").Version);
        Assert.Throws<InputException>(() => catalog.Find("many@3"));
        Put("many.yaml", "name: many\nsamples: [");
        Assert.NotEmpty(Assert.Throws<InputException>(() => catalog.Find("many")).Problems);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Put(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text, Encoding.UTF8);

    private static string Line(string id) => $"{{\"id\":\"{id}\",\"prompt\":\"q\",\"target\":\"t\"}}";
}
