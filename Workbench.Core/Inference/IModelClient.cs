using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Inference;

/// <summary>A model that can be asked, wherever it runs: a host process of ours, a remote endpoint, or a null runner.</summary>
public interface IModelClient
{
    ModelFacts Facts { get; }

    /// <summary>Requests worth having in flight, of an endpoint that asks again by itself what failed in passing; null for what runs here.</summary>
    int? RemoteConcurrency => null;

    /// <summary>Since when an endpoint only fails, so that it is tried now and then but not asked; null while it answers, and for what runs here.</summary>
    DateTimeOffset? AwaySince => null;

    /// <exception cref="ModelUnavailableException">The model could not be reached or died.</exception>
    IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, CancellationToken cancellation);

    /// <summary>The whole answer at once.</summary>
    /// <exception cref="ModelUnavailableException">The model could not be reached or died.</exception>
    Task<ModelOutput> AnswerAsync(GenerateRequest request, CancellationToken cancellation) => ModelClientExtensions.AnswerAsync(this, request, cancellation);

    /// <returns>One likelihood per continuation, in order; or the reason why this model can't give them.</returns>
    Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation);

    /// <summary>Several answers to one conversation, each with the next seed; a host of ours decodes the prompt once for all.</summary>
    /// <exception cref="ModelUnavailableException">The model could not be reached or died.</exception>
    async Task<ImmutableArray<ModelOutput>> SamplesAsync(GenerateRequest request, int count, CancellationToken cancellation)
    {
        var outputs = ImmutableArray.CreateBuilder<ModelOutput>(count);
        for (var index = 0; index < count; index++)
        {
            var settings = request.Settings with { Seed = request.Settings.Seed + index };
            outputs.Add(await this.AnswerAsync(request with { Settings = settings }, cancellation).ConfigureAwait(false));
        }

        return outputs.MoveToImmutable();
    }

    /// <returns>One vector of unit length per text, in order; or the reason why this model gives none.</returns>
    Task<EmbeddingAnswer> EmbedAsync(ImmutableArray<string> texts, CancellationToken cancellation) =>
        Task.FromResult(new EmbeddingAnswer([], new Phrase("Inference.EmbeddingsNotAvailable", Facts.Name)));
}

/// <summary>Embeddings, or why there are none.</summary>
public sealed record EmbeddingAnswer(ImmutableArray<ImmutableArray<float>> Vectors, Phrase? NotAvailable = null);

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
    /// <summary>The whole answer at once, from its pieces.</summary>
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

    /// <summary>As above, with the candidate's adapters on the model.</summary>
    /// <exception cref="ModelUnavailableException">No such model or adapter, or it could not be loaded.</exception>
    Task<ModelLease> AcquireAsync(Candidate candidate, bool exact, CancellationToken cancellation) =>
        candidate.Adapters.IsEmpty
            ? AcquireAsync(candidate.Model, exact, cancellation)
            : throw new ModelUnavailableException(new Phrase("Inference.AdaptersNotAvailable", candidate.Model));

    /// <summary>From which files and with which settings the candidate's model would be loaded: it changes when what it answers may.</summary>
    /// <returns>Null for what is not loaded on this machine, and for what is not there.</returns>
    string? IdentityOf(Candidate candidate, bool exact) => null;

    /// <summary>In which order the candidates' models are to be loaded, from what is free now.</summary>
    Hosts.LoadPlan Plan(ImmutableArray<Candidate> candidates, bool exact) => Hosts.LoadPlan.OneByOne(candidates);
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
