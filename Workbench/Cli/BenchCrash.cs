using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;

namespace Workbench.Cli;

/// <summary>A host that is killed, and one that stops saying anything, while it answers: how soon those who wait hear of it, how soon it is back, and what a neighbour loses.</summary>
internal sealed class BenchCrash : IAsyncDisposable
{
    private const double MostSecondsToAnswer = 1;
    private const double MostSecondsBeyondLoad = 1.5;
    private const int Asking = 4;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // Ends by nothing that a model writes, so that every question is open when its host dies.
    private static readonly GenerateSettings Endless = new(MaxTokens: 100_000, Temperature: 1) { Grammar = "root ::= [a-z ] root | \"\\U0010FFFF\"" };

    private readonly string _folder = Directory.CreateTempSubdirectory("bench").FullName;
    private readonly string _victim;
    private readonly string _neighbour;
    private readonly ModelHosts _hosts;

    private BenchCrash(string model)
    {
        (_victim, _neighbour) = (Path.Combine(_folder, "victim.gguf"), Path.Combine(_folder, "neighbour.gguf"));
        File.CreateSymbolicLink(_victim, Path.GetFullPath(model));
        File.CreateSymbolicLink(_neighbour, Path.GetFullPath(model));
        var limits = HostLimits.Default with { Silence = Silence, Restarts = int.MaxValue };
        _hosts = new ModelHosts(new ModelCatalog([]), limits, HostProgram.OfThisWorkbench(), TimeProvider.System);
    }

    public static async Task<List<BenchFigure>> RunAsync(string model, int rounds, Action<string> say, CancellationToken cancellation)
    {
        await using var bench = new BenchCrash(model);
        return await bench.MeasureAsync(rounds, say, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _hosts.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<List<BenchFigure>> MeasureAsync(int rounds, Action<string> say, CancellationToken cancellation)
    {
        List<double> loads = [], killed = [], back = [], hung = [];
        await LoadAsync(_neighbour, cancellation);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var neighbour = NeighbourAsync(enough.Token);
        for (var round = 0; round < rounds; round++)
        {
            loads.Add(await LoadAsync(_victim, cancellation));
            var (heard, returned) = await EndAsync(static process => process.Kill(), cancellation);
            killed.Add(heard);
            back.Add(returned - loads[^1]);
            if (!OperatingSystem.IsWindows())
            {
                (heard, _) = await EndAsync(Stop, cancellation);
                hung.Add(heard - Silence.TotalSeconds);
            }

            say(FormattableString.Invariant($"crash {round + 1}: load {loads[^1]:0.00} s, heard of the end after {killed[^1]:0.000} s, back {back[^1]:0.00} s beyond a load"));
            await _hosts.UnloadAsync(_victim);
        }

        await enough.CancelAsync();
        var (answers, failures) = await neighbour;
        List<BenchFigure> figures =
        [
            new("crash", "load", BenchFigure.Median(loads), "s"),
            new("crash", "secondsUntilHeardOf", killed.Max(), "s", AtMost: MostSecondsToAnswer),
            new("crash", "secondsBackBeyondLoad", back.Max(), "s", AtMost: MostSecondsBeyondLoad),
            new("crash", "neighbourAnswers", answers),
            new("crash", "neighbourFailures", failures, AtMost: 0),
        ];
        return hung.Count == 0 ? figures : [.. figures, new("crash", "secondsUntilHangHeardOfBeyondLimit", hung.Max(), "s", AtMost: MostSecondsToAnswer)];
    }

    private async Task<double> LoadAsync(string name, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await _hosts.LoadAsync(name, HostSpec.Default, cancellation);
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Ends the victim's process while it answers.</summary>
    /// <returns>Seconds until the last of those who asked has heard of it, and until it can answer again.</returns>
    private async Task<(double Heard, double Back)> EndAsync(Action<Process> end, CancellationToken cancellation)
    {
        var client = await _hosts.LoadAsync(_victim, HostSpec.Default, cancellation);
        var begun = new CountdownEvent(Asking);
        var asked = Enumerable.Range(0, Asking).Select(number => AskAsync(client, number, begun, cancellation)).ToList();
        await Task.Run(() => begun.Wait(Longest, cancellation), cancellation);
        var id = _hosts.State.Current.Find(_victim)!.ProcessId!.Value;
        using var process = Process.GetProcessById(id);
        var watch = Stopwatch.StartNew();
        end(process);
        await Task.WhenAll(asked).WaitAsync(Longest, cancellation);
        var heard = watch.Elapsed.TotalSeconds;
        await foreach (var state in _hosts.State.WatchAsync(cancellation))
        {
            if (state.Find(_victim) is { Phase: HostPhase.Ready or HostPhase.Busy } host && host.ProcessId != id)
            {
                break;
            }
        }

        return (heard, watch.Elapsed.TotalSeconds);
    }

    private static async Task AskAsync(IModelClient client, int number, CountdownEvent begun, CancellationToken cancellation)
    {
        var counted = false;
        try
        {
            await foreach (var _ in client.GenerateAsync(Question(number, Endless), cancellation))
            {
                if (!counted)
                {
                    counted = true;
                    begun.Signal();
                }
            }

            throw new InvalidOperationException("An answer without end has ended.");
        }
        catch (ModelUnavailableException) when (counted)
        {
            // What is waited for: the host died in the middle of the answer.
        }
    }

    private async Task<(int Answers, int Failures)> NeighbourAsync(CancellationToken cancellation)
    {
        var client = await _hosts.LoadAsync(_neighbour, HostSpec.Default, cancellation);
        var (answers, failures) = (0, 0);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await client.AnswerAsync(Question(answers, new GenerateSettings(MaxTokens: 16)), cancellation);
                answers++;
            }
            catch (ModelUnavailableException)
            {
                failures++;
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return (answers, failures);
    }

    private static GenerateRequest Question(int number, GenerateSettings settings) =>
        new([new ChatMessage("user", string.Create(CultureInfo.InvariantCulture, $"Number {number}: what is in the harbour of the town?"))], settings);

    private static void Stop(Process process)
    {
        using var stop = Process.Start("kill", ["-STOP", process.Id.ToString(CultureInfo.InvariantCulture)]);
        stop.WaitForExit();
    }
}
