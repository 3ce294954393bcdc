using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Runs;
using Workbench.Core.Suites;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>bench runs</c>: a run against an endpoint that answers after 50 to 500 ms, fails once in a hundred and hangs once in a hundred; how much of the ideal rate is reached, and what it costs this process.</summary>
public sealed class BenchRunsCommand : AsyncCommand<BenchRunsCommand.Settings>
{
    private const int TimeoutSeconds = 1;

    public sealed class Settings : CommandSettings
    {
        [CommandOption("--samples <N>")]
        [Description("The longer, the less the last few seconds weigh, in which there is too little left for every seat.")]
        public int Samples { get; init; } = 100_000;

        [CommandOption("--in-flight <N>")]
        public int InFlight { get; init; } = 500;
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("workbench-bench-runs-").FullName;
        using var far = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Program(), "bench", "endpoint", "--hang", Text(TimeoutSeconds)]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            var address = (await far.StandardOutput.ReadLineAsync(cancellationToken))!;
            Configure(address, settings.InFlight);
            await using var memory = new MemoryWatch();
            await using var services = await WorkspaceServices.OpenAsync(folder, cancellationToken);
            var (queue, suite) = (services.GetRequiredService<RunQueue>(), Suite(folder, settings.Samples));
            var run = await queue.EnqueueAsync(new RunSpec(suite, [new Candidate("far", "far")]), Actor.Owner, cancellationToken);
            var (before, preparing) = (ProcessCosts.Now(), memory.Take());
            await queue.ExecuteAsync(run.Id, Actor.Owner, null, cancellationToken);
            var (costs, asking) = (ProcessCosts.Now() - before, memory.Take());
            using var http = new HttpClient();
            var taken = JsonNode.Parse(await http.GetStringAsync(new Uri(new Uri(address), "taken"), cancellationToken))!;
            var ended = (await services.GetRequiredService<IRunStore>().FindAsync(run.Id, cancellationToken))!;
            Console.Out.WriteLine(Document(settings, ended, taken, costs, preparing, asking).ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
            return ExitCode.Done;
        }
        finally
        {
            far.StandardInput.Close();
            await far.WaitForExitAsync(CancellationToken.None);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonObject Document(Settings settings, RunHeader run, JsonNode taken, ProcessCosts costs, MemoryLook preparing, MemoryLook asking)
    {
        var (seconds, busy) = (costs.Clock.TotalSeconds, costs.Busy.TotalSeconds);
        using var self = Process.GetCurrentProcess();
        var ideal = (double)taken["seconds"]! / settings.InFlight;
        return new JsonObject
        {
            ["samples"] = settings.Samples,
            ["inFlight"] = settings.InFlight,
            ["answered"] = run.Answered,
            ["errors"] = run.Errors,
            ["requests"] = (int)taken["requests"]!,
            ["seconds"] = Math.Round(seconds, 2),
            ["answersPerSecond"] = Math.Round(run.Answered / seconds, 1),
            ["idealSeconds"] = Math.Round(ideal, 2),
            ["shareOfIdeal"] = new JsonObject { ["value"] = Math.Round(ideal / seconds, 3), ["atLeast"] = 0.9, ["holds"] = ideal / seconds >= 0.9 },
            ["cores"] = new JsonObject { ["value"] = Math.Round(busy / seconds, 2), ["atMost"] = 1, ["holds"] = busy / seconds <= 1 },
            ["microsecondsPerAnswer"] = Math.Round(busy / run.Answered * 1e6, 0),
            ["ofItCompilingSeconds"] = Math.Round(costs.Compiling.TotalSeconds, 2),
            ["pausedByCollectionsSeconds"] = Math.Round(costs.Paused.TotalSeconds, 2),
            ["collections"] = costs.Collections,
            ["allocatedBytesPerAnswer"] = costs.Allocated / run.Answered,
            ["peakMegabytes"] = new JsonObject { ["value"] = Math.Round(self.PeakWorkingSet64 / 1e6, 0), ["atMost"] = 300, ["holds"] = self.PeakWorkingSet64 <= 300e6 },
            ["largestWhilePreparing"] = Parts(preparing),
            ["largestWhileAsking"] = Parts(asking),
        };
    }

    // Megabytes, as the limit is.
    private static JsonObject Parts(MemoryLook look) => new()
    {
        ["megabytes"] = Math.Round(look.Whole / 1e6, 0),
        ["managedHeap"] = Math.Round(look.Heap / 1e6, 0),
        ["ofItObjects"] = Math.Round(look.Live / 1e6, 0),
        ["librariesInFiles"] = Math.Round(look.Files / 1e6, 0),
        ["compiledCode"] = Math.Round(look.Code / 1e6, 0),
        ["otherNative"] = Math.Round(look.Native / 1e6, 0),
    };

    private static void Configure(string address, int inFlight)
    {
        (string Key, string Value)[] values = [("Name", "far"), ("Url", address), ("Concurrency", Text(inFlight)), ("TimeoutSeconds", Text(TimeoutSeconds)), ("BreakAfter", "1000")];
        foreach (var (key, value) in values)
        {
            Environment.SetEnvironmentVariable($"Workbench__Endpoints__0__{key}", value);
        }
    }

    // As a suite of that size is written: a folder, its samples a line each.
    private static PromptSuite Suite(string folder, int samples)
    {
        File.WriteAllText(Path.Combine(folder, "suite.yaml"), "name: bench-runs\ngenerate: { maxTokens: 8 }\nscorers: [ { kind: includes } ]\ndata: [samples.jsonl]\n");
        File.WriteAllLines(Path.Combine(folder, "samples.jsonl"), Enumerable.Range(0, samples).Select(static index => string.Create(CultureInfo.InvariantCulture, $$"""{"id":"s{{index}}","prompt":"Question {{index}}?","target":"answer"}""")));
        return SuiteFile.Read(Path.Combine(folder, "suite.yaml"));
    }

    // Started through dotnet, the program is its first argument.
    private static string[] Program() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(BenchRunsCommand).Assembly.Location] : [];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
