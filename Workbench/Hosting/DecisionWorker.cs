using Workbench.Core.Storage.Decisions;

namespace Workbench.Hosting;

/// <summary>Looks at what stands when the workbench opens, and daily: what has expired, and what is due for review.</summary>
public sealed class DecisionWorker(DecisionReviews reviews, TimeProvider time, ILogger<DecisionWorker> log) : BackgroundService
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var daily = new PeriodicTimer(Day, time);
        do
        {
            try
            {
                await reviews.LookAsync(stoppingToken);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                // The pages compute the same by themselves; the entry is written when it can be.
                log.LogError(broken, "Decisions could not be looked at; they are again in {Pause}.", Day);
            }
        }
        while (await daily.WaitForNextTickAsync(stoppingToken));
    }
}
