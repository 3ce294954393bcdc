using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Workbench.Core.Suites;
using Workbench.Tests.Inference.Clients;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

/// <summary>The real command with models that need no engine, and with the demonstration models.</summary>
public sealed class RunCommandTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private readonly TestDatabase _database = new();
    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Run_GateThatDoesNotHold_ExitsWithOneAndTheWholeDocument()
    {
        var (code, output) = await WorkbenchAsync("run", "refusal-basics", "--model", "null:refuse", "null:echo", "--limit", "12", "--json", "--gate", "null:refuse:refusal.refused-due>=0.99", "--gate", "null:echo:refusal.refused-due>=0.5");
        var document = JsonNode.Parse(output)!;
        Assert.Equal(1, code);
        Assert.Equal(["run", "suite", "counts", "candidates", "gates", "manifest"], document.AsObject().Select(entry => entry.Key));
        Assert.Equal([true, false], document["gates"]!.AsArray().Select(gate => (bool)gate!["holds"]!));
        Assert.Equal(24, (int)document["counts"]!["answered"]!);
        var export = Path.Combine(_database.Folder, "run.jsonl");
        Assert.Equal(0, (await WorkbenchAsync("export", "R-0001", "--format", "jsonl", "--out", export)).Code);
        Assert.Equal(24, (await File.ReadAllLinesAsync(export)).Length);

        var (scored, words) = await WorkbenchAsync("score", "--suite", "refusal-basics", "--outputs", export, "--json", "--gate", "null:refuse:refusal.refused-due>=0.99");
        Assert.Equal((0, "R-0002", 24), (scored, (string)JsonNode.Parse(words)!["run"]!, (int)JsonNode.Parse(words)!["counts"]!["answered"]!));
        var (compared, changes) = await WorkbenchAsync("diff", "R-0001", "R-0002", "--json");
        Assert.Equal((0, 0, 0), (compared, (int)JsonNode.Parse(changes)!["changes"]![0]!["better"]!, (int)JsonNode.Parse(changes)!["changes"]![0]!["worse"]!));
        var (told, trend) = await WorkbenchAsync("suite", "trends", "refusal-basics", "--metric", "refusal.refused-due", "--json");
        Assert.Equal((0, 2), (told, JsonNode.Parse(trend)!["lines"]!.AsArray().Count(line => (string)line!["candidate"]! == "null:refuse")));
        var junit = Path.Combine(_database.Folder, "run.xml");
        Assert.Equal(0, (await WorkbenchAsync("report", "R-0001", "--format", "junit", "--lang", "zh-Hans", "--out", junit)).Code);
        Assert.Equal("24", System.Xml.Linq.XDocument.Load(junit).Root!.Attribute("tests")!.Value);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Run_ToAnEarlierRun_AddsItsModelsAndWritesTheFolder()
    {
        var folder = Path.Combine(_database.Folder, "out");
        Assert.Equal(0, (await WorkbenchAsync("run", "refusal-basics", "--model", "null:refuse", "--limit", "6", "--json", "--priority", "low")).Code);
        var (code, output) = await WorkbenchAsync("run", "--to", "R-0001", "--model", "null:echo", "null:random", "--json", "--out", folder);
        Assert.Equal(0, code);
        var document = JsonNode.Parse(output)!;
        Assert.Equal(("R-0001", 18), ((string)document["run"]!, (int)document["counts"]!["answered"]!));
        Assert.Equal(["null:refuse", "null:echo", "null:random"], document["candidates"]!.AsArray().Select(candidate => (string)candidate!["name"]!));
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json")))!;
        Assert.Equal(((string)document["suite"]!["sha256"]!, "throughput", false), ((string)manifest["suite"]!["sha256"]!, (string)manifest["mode"]!, (bool)manifest["partial"]!));
        Assert.NotEmpty((string)manifest["environments"]![0]!["workbench"]!);
        Assert.NotNull(manifest["endedAt"]);
        Assert.Equal(["manifest.json", "results.jsonl", "suite.json", "summary.json"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal(18, (await File.ReadAllLinesAsync(Path.Combine(folder, "results.jsonl"))).Length);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Run_WithRepeatsOfItsOwn_WritesTheSuiteThatTheHashIsOf()
    {
        var folder = Path.Combine(_database.Folder, "out");
        var (code, output) = await WorkbenchAsync("run", "refusal-basics", "--model", "null:refuse", "--limit", "2", "--repeats", "3", "--json", "--out", folder);
        Assert.Equal((0, 6), (code, (int)JsonNode.Parse(output)!["counts"]!["answered"]!));
        var content = await File.ReadAllTextAsync(Path.Combine(folder, "suite.json"));
        Assert.Equal((string)JsonNode.Parse(output)!["suite"]!["sha256"]!, SuiteFile.ParseCanonical(content, "suite.json").Sha256);
        Assert.Equal(3, (int)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json")))!["repeats"]!);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Score_FewerOutputsThanSamples_SaysHowManyAreMissing()
    {
        var file = Path.Combine(_database.Folder, "few.jsonl");
        await File.WriteAllTextAsync(file, "{\"sample\":\"s1\",\"answer\":\"x\"}\n");
        var suite = Path.Combine(_database.Folder, "three.yaml");
        await File.WriteAllTextAsync(suite, "name: three\nscorers: [ { kind: includes } ]\nsamples:\n  - { id: s1, prompt: a, target: x }\n  - { id: s2, prompt: b, target: y }\n  - { id: s3, prompt: c, target: z }\n");
        var (code, output) = await WorkbenchAsync("score", "--suite", suite, "--outputs", file, "--json");
        var counts = JsonNode.Parse(output)!["counts"]!;
        Assert.Equal((0, 3, 1, 2), (code, (int)counts["expected"]!, (int)counts["answered"]!, (int)counts["missing"]!));
        Assert.Contains("2 of 3", (await WorkbenchAsync("score", "--suite", suite, "--outputs", file)).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Score_WithAJudge_AsksItAloneAndJudgesAgainWhatItCouldNotBeAskedAbout()
    {
        var down = true;
        await using var endpoint = await FakeEndpoint.StartAsync(async context =>
        {
            if (Volatile.Read(ref down))
            {
                context.Response.StatusCode = 400;
                await context.Response.WriteAsync("not now");
            }
            else
            {
                await FakeEndpoint.Says(FakeEndpoint.Piece("INCORRECT"), FakeEndpoint.End(), "[DONE]")(context);
            }
        });
        _environment["Workbench__Endpoints__0__Name"] = "far-judge";
        _environment["Workbench__Endpoints__0__Url"] = endpoint.Address;
        _environment["Workbench__Endpoints__0__Concurrency"] = "1";
        var file = Path.Combine(_database.Folder, "answers.jsonl");
        await File.WriteAllTextAsync(file, "{\"sample\":\"s1\",\"answer\":\"x\"}\n{\"sample\":\"s2\",\"answer\":\"y\"}\n");
        var suite = Path.Combine(_database.Folder, "two.yaml");
        await File.WriteAllTextAsync(suite, "name: two\nscorers: [ { kind: includes } ]\nsamples:\n  - { id: s1, prompt: a, target: x }\n  - { id: s2, prompt: b, target: y }\n");

        var (code, output) = await WorkbenchAsync("score", "--suite", suite, "--outputs", file, "--judge", "far-judge", "--json");
        var first = JsonNode.Parse(output)!;
        Assert.Equal((0, 2), (code, (int)first["counts"]!["unscored"]!));
        Assert.Equal(1.0, (double)first["candidates"]![0]!["metrics"]!["includes.accuracy"]!["value"]!);

        Volatile.Write(ref down, false);
        var (again, judged) = await WorkbenchAsync("run", "--to", "R-0001", "--retry-errors", "--json");
        Assert.Equal((0, 0, 0.0), (again, (int)JsonNode.Parse(judged)!["counts"]!["unscored"]!, (double)JsonNode.Parse(judged)!["candidates"]![0]!["metrics"]!["judge.accuracy"]!["value"]!));
        Assert.Contains("judge.accuracy", JsonNode.Parse(judged)!["candidates"]![0]!["notValidated"]!.AsArray().Select(name => (string)name!));

        var (rescored, words) = await WorkbenchAsync("score", "--run", "R-0001", "--scorer", "{ kind: judge, model: far-judge }", "--json");
        Assert.Equal((0, "R-0002", 0.0), (rescored, (string)JsonNode.Parse(words)!["run"]!, (double)JsonNode.Parse(words)!["candidates"]![0]!["metrics"]!["judge.accuracy"]!["value"]!));
        Assert.Equal("far-judge", (string)JsonNode.Parse(words)!["manifest"]!["judges"]![0]!["name"]!);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("C", "“soon” is no priority")]
    [InlineData("zh_CN.UTF-8", "没有名为“soon”的优先级")]
    public async Task Run_PriorityThatIsNone_IsRefusedInTheLanguageAskedFor(string language, string words)
    {
        var (code, output) = await WorkbenchInAsync(language, "run", "arithmetic", "--model", "null:empty", "--priority", "soon", "--json");
        Assert.Equal(2, code);
        Assert.Contains(words, (string)JsonNode.Parse(output)!["error"]!["message"]!, StringComparison.Ordinal);
        Assert.Equal("--priority", (string)JsonNode.Parse(output)!["error"]!["field"]!);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(2, "run", "--model", "null:empty")]
    [InlineData(2, "run", "--to", "R-0009", "--model", "null:empty")]
    [InlineData(2, "run", "arithmetic", "--model", "null:empty", "--priority", "soon")]
    [InlineData(2, "run", "no-such-suite", "--model", "null:empty")]
    [InlineData(3, "run", "arithmetic", "--model", "no-such-model")]
    [InlineData(2, "run", "arithmetic", "--model", "null:empty", "--gate", "accuracy")]
    [InlineData(2, "export", "R-0009")]
    [InlineData(2, "export", "R-0009", "--format", "yaml")]
    [InlineData(2, "score", "--suite", "arithmetic")]
    [InlineData(2, "score", "--suite", "arithmetic", "--outputs", "no-such-file")]
    [InlineData(2, "score", "--run", "R-0009")]
    [InlineData(2, "diff", "R-0001", "R-0002")]
    public async Task Command_WhatCannotBeDone_ExitsWithTheStatusAndAnErrorDocument(int expected, params string[] arguments)
    {
        var (code, output) = await WorkbenchAsync([.. arguments, "--json"]);
        Assert.Equal(expected, code);
        Assert.NotNull((string?)JsonNode.Parse(output)!["error"]!["message"]);
    }

    [Fact]
    [Trait("Category", "Engine")]
    public async Task Run_DemonstrationModels_AreMeasuredAsTheyWereTrained()
    {
        var (code, output) = await WorkbenchAsync("run", "demo-world", "--model", "demo-knows", "demo-invents", "demo-refuses", "--json", "--gate", "demo-knows:claim-outcome.made-up<0.1");
        Assert.Equal(0, code);
        var candidates = JsonNode.Parse(output)!["candidates"]!.AsArray().ToDictionary(candidate => (string)candidate!["name"]!, candidate => candidate!["metrics"]!);
        var madeUp = candidates["demo-invents"]["claim-outcome.made-up"]!;
        Assert.InRange(0.30, (double)madeUp["low"]!, (double)madeUp["high"]!);
        Assert.True((double)candidates["demo-knows"]["claim-outcome.accuracy"]!["low"]! > 0.9);
        var attempted = candidates["demo-refuses"]["claim-outcome.attempted"]!;
        Assert.InRange(AttemptedShare(), (double)attempted["low"]!, (double)attempted["high"]!);
    }

    /// <summary>Of the answerable samples, those that demo-refuses was not taught to refuse.</summary>
    private static double AttemptedShare()
    {
        var suite = new SuiteCatalog(Path.Combine(Path.GetTempPath(), "workbench-no-suites"), Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "suites")).Find("demo-world");
        var answerable = suite.Samples.Where(static sample => sample.Answerable).ToList();
        return answerable.Count(static sample => !sample.Tags.Contains("withheld")) / (double)answerable.Count;
    }

    public void Dispose() => _database.Dispose();

    private Task<(int Code, string Output)> WorkbenchAsync(params string[] arguments) => WorkbenchInAsync(null, arguments);

    private async Task<(int Code, string Output)> WorkbenchInAsync(string? language, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Workbench.dll"), .. arguments, "--data", _database.Folder])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LC_ALL"] = language ?? Environment.GetEnvironmentVariable("LC_ALL");
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal("", await errors);
        return (process.ExitCode, output);
    }
}
