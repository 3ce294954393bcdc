using Workbench.Core.Runs;

namespace Workbench.Hosting;

/// <summary>Works on the queue as long as the workbench is open; begins with what an earlier one left unfinished.</summary>
public sealed class RunWorker(RunQueue queue) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => queue.WorkAsync(stoppingToken);
}
