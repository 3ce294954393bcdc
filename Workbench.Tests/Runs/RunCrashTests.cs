using System.Diagnostics;
using System.Text.Json.Nodes;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

/// <summary>The real command, killed the hard way and resumed.</summary>
[Trait("Category", "Slow")]
public sealed class RunCrashTests : IDisposable
{
    private const int Samples = 300;
    private const int Kills = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Run_KilledAtTenRandomMoments_HasEveryCellExactlyOnce()
    {
        var suite = Path.Combine(_database.Folder, "crash.yaml");
        await File.WriteAllTextAsync(suite, "name: crash\nscorers: [ { kind: claim-outcome } ]\nsamples:\n" + string.Concat(Enumerable.Range(0, Samples).Select(index => $"  - {{ id: s{index}, prompt: \"Question {index}?\", target: x }}\n")));
        using var limit = new CancellationTokenSource(Limit);
        var random = new Random(20261125);
        var moments = Enumerable.Range(0, Kills).Select(_ => random.Next(1, (2 * Samples) - 20)).Order().ToList();
        using var store = new RunStore(_database.Factory, TimeProvider.System);
        foreach (var moment in moments)
        {
            using var process = Start(suite);
            await ReachAsync(store, moment, process, limit.Token);
            process.Kill();
            await process.WaitForExitAsync(limit.Token);
        }

        Assert.InRange((await store.FindAsync("R-0001", limit.Token))!.Answered, 1, (2 * Samples) - 1);
        using var last = Start(suite);
        var output = await last.StandardOutput.ReadToEndAsync(limit.Token);
        await last.WaitForExitAsync(limit.Token);
        Assert.Equal(0, last.ExitCode);
        var counts = JsonNode.Parse(output)!["counts"]!;
        Assert.Equal((2 * Samples, 2 * Samples, 0), ((int)counts["expected"]!, (int)counts["answered"]!, (int)counts["errors"]!));
        var cells = await store.ResultsAsync("R-0001", limit.Token).Select(result => (result.SampleId, result.Candidate, result.Repeat)).ToListAsync(limit.Token);
        Assert.Equal(2 * Samples, cells.Count);
        Assert.Equal(2 * Samples, cells.Distinct().Count());
        Assert.Equal((1, RunStatus.Finished), ((await store.ListAsync(9, null, limit.Token)).Length, (await store.FindAsync("R-0001", limit.Token))!.Status));
    }

    public void Dispose() => _database.Dispose();

    // The other process can't signal how far it is; its rows tell. Looked at every 20 ms, so that the cores are left to the command.
    private static async Task ReachAsync(RunStore store, int moment, Process process, CancellationToken cancellation)
    {
        while (!process.HasExited && (await store.FindAsync("R-0001", cancellation) is not { } run || run.Answered < moment))
        {
            await Task.Delay(20, cancellation);
        }
    }

    private Process Start(string suite) => Process.Start(new ProcessStartInfo("dotnet")
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["DOTNET_TieredPGO"] = "0" },
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Workbench.dll"), "run", suite, "--model", "null:echo", "--model", "null:refuse", "--resume", "--json", "--data", _database.Folder },
    })!;
}
