using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

/// <summary>The real command, killed the hard way and resumed: among the answers of a model, and every third time by the clock, while it starts or loads. <c>WORKBENCH_KILLS=30</c> kills it so often, in a run of 2,000 samples.</summary>
[Trait("Category", "Slow")]
public sealed class RunCrashTests : IDisposable
{
    private static readonly int? Asked = int.TryParse(Environment.GetEnvironmentVariable("WORKBENCH_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : null;
    private static readonly int Samples = Asked is null ? 60 : 2000;

    /// <summary>Of the model's answers, before the last kill.</summary>
    private static readonly int Most = Samples * 4 / 5;

    private static readonly string[] Models = ["null:echo", "null:random", "demo-knows"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(Asked is null ? 10 : 60);
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Run_KilledAtRandomMoments_HasEveryCellOnceAndTheScoresOfAnUndisturbedRun()
    {
        var suite = Path.Combine(_database.Folder, "crash.yaml");
        await File.WriteAllTextAsync(suite, "name: crash\ngenerate: { maxTokens: 4 }\nscorers: [ { kind: includes } ]\nsamples:\n" + string.Concat(Enumerable.Range(0, Samples).Select(index => $"  - {{ id: s{index}, prompt: \"Question {index} of {index * 7 % 1000}?\", target: \"{index % 10}\" }}\n")));
        using var limit = new CancellationTokenSource(Limit);
        var random = new Random(20261125);
        var cells = Models.Length * Samples;
        using var store = new RunStore(_database.Factory, TimeProvider.System);
        var kills = Asked ?? 3;
        for (var kill = 0; kill < kills; kill++)
        {
            // A stretch of the model's answers at a time, so that there is something left to kill; those of the null runners are there at once.
            var least = random.Next(Most * kill / kills, Most * (kill + 1) / kills) + 1;
            using var process = Start(suite, _database.Folder);
            if (kill % 3 == 1)
            {
                // Killed at any moment, also before it has written or loaded anything: the wait is what is tried, nothing hangs on its length.
                await Task.WhenAny(process.WaitForExitAsync(limit.Token), Task.Delay(random.Next(3000), limit.Token));
            }
            else
            {
                await ReachAsync(store, (Samples * 2) + least, process, limit.Token);
            }

            Assert.False(process.HasExited, "it ended before it was killed");
            process.Kill();
            await process.WaitForExitAsync(limit.Token);
        }

        Assert.InRange((await store.FindAsync("R-0001", limit.Token))!.Answered, 1, cells - 1);
        await EndAsync(suite, _database.Folder, limit.Token);
        var disturbed = await store.ResultsAsync("R-0001", limit.Token).ToListAsync(limit.Token);
        Assert.Equal((1, RunStatus.Finished), ((await store.ListAsync(9, null, limit.Token)).Length, (await store.FindAsync("R-0001", limit.Token))!.Status));
        Assert.Equal(cells, disturbed.Select(result => (result.SampleId, result.Candidate, result.Repeat)).Distinct().Count());

        using var calm = new TestDatabase();
        await EndAsync(suite, calm.Folder, limit.Token);
        using var undisturbed = new RunStore(calm.Factory, TimeProvider.System);
        Assert.Equal(await undisturbed.ResultsAsync("R-0001", limit.Token).Select(Kept).ToListAsync(limit.Token), disturbed.Select(Kept));
    }

    public void Dispose() => _database.Dispose();

    private static string Kept(SampleResult result) => $"{result.SampleId} {result.Candidate} {result.Repeat} {result.Error} {result.Answer} {string.Join(',', result.Scores.Select(score => $"{score.Scorer}={score.Outcome}={score.Value:R}"))}";

    private static async Task EndAsync(string suite, string folder, CancellationToken cancellation)
    {
        using var last = Start(suite, folder);
        var output = await last.StandardOutput.ReadToEndAsync(cancellation);
        await last.WaitForExitAsync(cancellation);
        Assert.Equal(0, last.ExitCode);
        var (counts, cells) = (JsonNode.Parse(output)!["counts"]!, Models.Length * Samples);
        Assert.Equal((cells, cells, 0), ((int)counts["expected"]!, (int)counts["answered"]!, (int)counts["errors"]!));
    }

    // The other process can't signal how far it is; its rows tell: so many, and one more than it found.
    private static async Task ReachAsync(RunStore store, int moment, Process process, CancellationToken cancellation)
    {
        moment = Math.Max(moment, (await store.FindAsync("R-0001", cancellation))?.Answered + 1 ?? 1);
        await Eventually.HoldsAsync("so many answers", async () => process.HasExited || (await store.FindAsync("R-0001", cancellation) is { } run && run.Answered >= moment), cancellation);
    }

    private static Process Start(string suite, string folder) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Workbench.dll"), "run", suite, "--model", .. Models, "--reproducible", "--resume", "--json", "--data", folder])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["DOTNET_TieredPGO"] = "0" },
    })!;
}
