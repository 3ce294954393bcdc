using System.Text.Json.Nodes;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;
using Workbench.Tests.Suites;

namespace Workbench.Tests.Cli;

/// <summary>The real command on suites of the workspace.</summary>
public sealed class SuiteCommandTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public SuiteCommandTests()
    {
        var suites = Directory.CreateDirectory(Path.Combine(_database.Folder, "suites")).FullName;
        File.WriteAllText(Path.Combine(suites, "three.yaml"), SuiteFormatTests.Everything);
        File.WriteAllText(Path.Combine(suites, "four.yaml"), SuiteFormatTests.Everything.Replace("version: 3", "version: 4", StringComparison.Ordinal).Replace("Lyon is a city.", "Lyon is a large city.", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Diff_TwoVersions_NamesSamplesAndFields()
    {
        var document = await JsonAsync("suite", "diff", "everything@3", "everything");

        Assert.Equal(("version", "3", "4"), ((string?)document["fields"]![0]!["name"], (string?)document["fields"]![0]!["before"], (string?)document["fields"]![0]!["after"]));
        Assert.Equal("ctx", (string?)Assert.Single(document["changed"]!.AsArray())!["id"]);
        Assert.Equal(["prompt", "context"], document["changed"]![0]!["fields"]!.AsArray().Select(field => (string)field!["name"]!));
        Assert.Equal(2, (int)document["same"]!);
    }

    [Fact]
    [Trait("Category", "Engine")]
    public async Task Show_SampleForAModel_IsExactlyWhatARunSends()
    {
        var folder = Path.Combine(_database.Folder, "out");
        await JsonAsync("run", "everything@3", "--model", "demo-knows", "--out", folder);
        var sent = (await File.ReadAllLinesAsync(Path.Combine(folder, "results.jsonl"))).Select(line => JsonNode.Parse(line)!).ToLookup(row => (string)row["sample"]!, row => (string)row["prompt"]!);

        foreach (var id in new[] { "fr", "ctx", "talk" })
        {
            var shown = await JsonAsync("suite", "show", "everything@3", "--sample", id, "--model", "demo-knows");
            Assert.All(sent[id], prompt => Assert.Equal((string)shown["text"]!, prompt));
            Assert.Equal(2, sent[id].Count());
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Show_VersionWhoseFileIsGone_IsWhatItsRunKept()
    {
        await JsonAsync("run", "everything@3", "--model", "null:echo");
        File.Delete(Path.Combine(_database.Folder, "suites", "three.yaml"));

        Assert.Equal(SuiteFile.Parse(SuiteFormatTests.Everything, "e").Sha256, (string)(await JsonAsync("suite", "show", "everything@3"))["sha256"]!);
    }

    public void Dispose() => _database.Dispose();

    private async Task<JsonObject> JsonAsync(params string[] arguments)
    {
        var (code, output, words) = await PipedProgram.RunAsync("", [.. arguments, "--json", "--data", _database.Folder]);
        Assert.True(code == 0, output + words);
        return JsonNode.Parse(output)!.AsObject();
    }
}
