using System.Collections.Immutable;
using Workbench.Core.Inference;

namespace Workbench.Core.Runs;

/// <summary>What is asked is not kept: the model itself has to be.</summary>
internal sealed class NotKeptException : Exception;

/// <summary>A model that is not loaded, known by what it said of itself: put behind the cache, it gives what is kept of it and nothing else.</summary>
internal sealed class KeptModel(ModelFacts facts) : IModelClient
{
    public ModelFacts Facts => facts;

    /// <exception cref="NotKeptException">Always.</exception>
    public IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, CancellationToken cancellation) => throw new NotKeptException();

    /// <exception cref="NotKeptException">Always.</exception>
    public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation) => throw new NotKeptException();

    /// <exception cref="NotKeptException">Always.</exception>
    public Task<ImmutableArray<ModelOutput>> SamplesAsync(GenerateRequest request, int count, CancellationToken cancellation) => throw new NotKeptException();

    /// <exception cref="NotKeptException">Always.</exception>
    public Task<EmbeddingAnswer> EmbedAsync(ImmutableArray<string> texts, CancellationToken cancellation) => throw new NotKeptException();
}

/// <summary>Lends such a model.</summary>
internal sealed class KeptPool(ModelFacts facts) : IModelPool
{
    public Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation) => Task.FromResult(new ModelLease(new KeptModel(facts), static () => { }));

    public Task<ModelLease> AcquireAsync(Candidate candidate, bool exact, CancellationToken cancellation) => AcquireAsync(candidate.Model, cancellation);
}
