using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Inference;

/// <summary>A model that can be asked, wherever it runs: a host process of ours, a remote endpoint, or a null runner.</summary>
public interface IModelClient
{
    ModelFacts Facts { get; }

    /// <exception cref="ModelUnavailableException">The model could not be reached or died.</exception>
    IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, CancellationToken cancellation);

    /// <returns>One likelihood per continuation, in order; or the reason why this model can't give them.</returns>
    Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation);
}

/// <summary>Likelihoods, or why there are none.</summary>
public sealed record LikelihoodAnswer(ImmutableArray<ContinuationLikelihood> Results, Phrase? NotAvailable = null);

/// <summary>What answered: recorded with every run.</summary>
/// <param name="Sha256">Of the model file; null for what has no file.</param>
public sealed record ModelFacts(
    string Name,
    string? Sha256 = null,
    string? Architecture = null,
    string? Quantisation = null,
    long? Parameters = null,
    int? Context = null,
    string? Engine = null,
    string? Device = null);

public static class ModelClientExtensions
{
    /// <summary>The whole answer at once.</summary>
    public static async Task<ModelOutput> AnswerAsync(this IModelClient client, GenerateRequest request, CancellationToken cancellation)
    {
        await foreach (var update in client.GenerateAsync(request, cancellation).ConfigureAwait(false))
        {
            if (update.Final is { } output)
            {
                return output;
            }
        }

        throw new ModelUnavailableException(new Phrase("Inference.AnswerWithoutEnd", client.Facts.Name));
    }
}

/// <summary>Lends models by candidate model name: loads what is not loaded, within what memory and threads allow.</summary>
public interface IModelPool
{
    /// <summary>A client for <paramref name="model"/>; dispose the lease when done, so that the model may be unloaded.</summary>
    /// <exception cref="ModelUnavailableException">No such model, or it could not be loaded.</exception>
    Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation);

    /// <summary>As above; <paramref name="exact"/> asks for reproducible mode, where a model on this machine gives the same bytes every time.</summary>
    /// <exception cref="ModelUnavailableException">No such model, or it could not be loaded.</exception>
    Task<ModelLease> AcquireAsync(string model, bool exact, CancellationToken cancellation) => AcquireAsync(model, cancellation);
}

/// <summary>A model in use.</summary>
public sealed class ModelLease(IModelClient client, Action release) : IDisposable
{
    private int _released;

    public IModelClient Client { get; } = client;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            release();
        }
    }
}
