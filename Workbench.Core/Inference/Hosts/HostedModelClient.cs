using System.Runtime.CompilerServices;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>A model in a host process, across its restarts: each request goes to the process that runs then.</summary>
internal sealed class HostedModelClient(ModelHost host) : IModelClient
{
    public ModelFacts Facts => host.Facts;

    public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var running = await host.ReadyAsync(cancellation).ConfigureAwait(false);
        host.Entered();
        try
        {
            var updates = running.Client.GenerateAsync(request, cancellation).GetAsyncEnumerator(cancellation);
            await using (updates.ConfigureAwait(false))
            {
                while (await TryAsync(() => updates.MoveNextAsync().AsTask(), running, cancellation).ConfigureAwait(false))
                {
                    yield return updates.Current;
                }
            }
        }
        finally
        {
            host.Left();
        }
    }

    public async Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation)
    {
        var running = await host.ReadyAsync(cancellation).ConfigureAwait(false);
        host.Entered();
        try
        {
            return await TryAsync(() => running.Client.LikelihoodAsync(request, cancellation), running, cancellation).ConfigureAwait(false);
        }
        finally
        {
            host.Left();
        }
    }

    // A connection breaks because the process ended: how it ended is what a person wants to know.
    private async Task<T> TryAsync<T>(Func<Task<T>> ask, RunningHost running, CancellationToken cancellation)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception exception) when (MayBeAnEnd(exception, cancellation))
        {
            var end = await host.EndAsync(running).ConfigureAwait(false);
            if (end is null && exception is ModelUnavailableException)
            {
                throw;
            }

            throw new ModelUnavailableException(end ?? new Phrase("Inference.AnswerWithoutEnd", host.Name), exception);
        }
    }

    private static bool MayBeAnEnd(Exception exception, CancellationToken cancellation) => exception switch
    {
        ModelUnavailableException { Reason.Key: "Inference.EndpointRefused" } => false,
        ModelUnavailableException or ObjectDisposedException => true,
        OperationCanceledException => !cancellation.IsCancellationRequested,
        _ => false,
    };
}
