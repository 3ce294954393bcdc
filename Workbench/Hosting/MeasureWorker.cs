using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;
using Workbench.Core.Storage.Models;

namespace Workbench.Hosting;

/// <summary>Keeps what loads and answers show of each model on this machine, as long as the workbench is open.</summary>
public sealed class MeasureWorker(ModelHosts hosts, ModelMeasureStore store, TimeProvider time, ILogger<MeasureWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var measures = new HostMeasures(time);
        await foreach (var state in hosts.State.WatchAsync(stoppingToken))
        {
            foreach (var measure in measures.Look(state))
            {
                await KeepAsync(measure, stoppingToken);
            }
        }
    }

    private async Task KeepAsync(HostMeasure measure, CancellationToken cancellation)
    {
        try
        {
            var file = ModelFile.Read(measure.Path);
            await store.AddAsync(measure, file.Bytes, cancellation);
            if (measure.Kind == MeasureKind.BusyBytes && HostFit.Estimate(file, measure.Spec) is { } estimate)
            {
                await store.AddAsync(measure with { Kind = MeasureKind.EstimatedBytes, Value = estimate.Total }, file.Bytes, cancellation);
            }
        }
        catch (Exception lost) when (lost is not OperationCanceledException)
        {
            // A measurement is not worth a page or a run: a full disk says itself elsewhere.
            log.LogWarning(lost, "A measurement of {Path} was not kept.", measure.Path);
        }
    }
}
