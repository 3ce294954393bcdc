using Workbench.Core.Runs;

namespace Workbench.Hosting;

/// <summary>Works on the queue as long as the workbench is open; begins with what an earlier one left unfinished.</summary>
public sealed class RunWorker(RunQueue queue, TimeProvider time, ILogger<RunWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await queue.WorkAsync(stoppingToken);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                // What a run meets is in the run. This is the queue itself, a full disk say: the pages go on, and so does the queue when it can.
                log.LogError(broken, "The run queue stopped; it goes on in {Pause}.", Pause);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }
}
