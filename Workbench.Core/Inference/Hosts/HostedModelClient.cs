using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>A model in a host process, across its restarts: each request goes to the process that runs then.</summary>
internal sealed class HostedModelClient(ModelHost host) : IModelClient
{
    public ModelFacts Facts => host.Facts;

    public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            await host.EnteredAsync().WaitAsync(cancellation).ConfigureAwait(false);
            var (running, updates, any) = await AskAsync(
                async running =>
                {
                    var updates = running.Client.GenerateAsync(request, cancellation).GetAsyncEnumerator(cancellation);
                    return (running, updates, await updates.MoveNextAsync().ConfigureAwait(false));
                },
                cancellation).ConfigureAwait(false);
            await using (updates.ConfigureAwait(false))
            {
                while (any)
                {
                    yield return updates.Current;
                    any = await TryAsync(_ => updates.MoveNextAsync().AsTask(), running, cancellation).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            host.Left();
        }
    }

    public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation) =>
        CountedAsync(running => running.Client.LikelihoodAsync(request, cancellation), cancellation);

    public Task<ImmutableArray<ModelOutput>> SamplesAsync(GenerateRequest request, int count, CancellationToken cancellation) =>
        CountedAsync(running => ((IModelClient)running.Client).SamplesAsync(request, count, cancellation), cancellation);

    public Task<EmbeddingAnswer> EmbedAsync(ImmutableArray<string> texts, CancellationToken cancellation) =>
        CountedAsync(running => ((IModelClient)running.Client).EmbedAsync(texts, cancellation), cancellation);

    private async Task<T> CountedAsync<T>(Func<RunningHost, Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            await host.EnteredAsync().WaitAsync(cancellation).ConfigureAwait(false);
            return await AskAsync(ask, cancellation).ConfigureAwait(false);
        }
        finally
        {
            host.Left();
        }
    }

    // A process that had ended before it was asked has lost no answer: the question waits for the next one.
    private async Task<T> AskAsync<T>(Func<RunningHost, Task<T>> ask, CancellationToken cancellation)
    {
        while (true)
        {
            var running = await host.ReadyAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await TryAsync(ask, running, cancellation).ConfigureAwait(false);
            }
            catch (ModelUnavailableException exception) when (running.Exited.IsCompleted && exception.InnerException is ModelUnavailableException { Reason.Key: "Inference.EndpointUnreachable" })
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    // A connection breaks because the process ended: how it ended is what a person wants to know.
    private async Task<T> TryAsync<T>(Func<RunningHost, Task<T>> ask, RunningHost running, CancellationToken cancellation)
    {
        try
        {
            return await ask(running).ConfigureAwait(false);
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
