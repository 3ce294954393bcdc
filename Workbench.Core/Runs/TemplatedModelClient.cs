using System.Collections.Immutable;
using Workbench.Core.Inference;

namespace Workbench.Core.Runs;

/// <summary>A model asked with the candidate's chat template in place of the file's own.</summary>
internal sealed class TemplatedModelClient(IModelClient inner, string template) : IModelClient
{
    public ModelFacts Facts => inner.Facts;

    public int? RemoteConcurrency => inner.RemoteConcurrency;

    public IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, CancellationToken cancellation) => inner.GenerateAsync(request with { Template = request.Template ?? template }, cancellation);

    public Task<ModelOutput> AnswerAsync(GenerateRequest request, CancellationToken cancellation) => inner.AnswerAsync(request with { Template = request.Template ?? template }, cancellation);

    public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation) => inner.LikelihoodAsync(request, cancellation);

    public Task<ImmutableArray<ModelOutput>> SamplesAsync(GenerateRequest request, int count, CancellationToken cancellation) => inner.SamplesAsync(request with { Template = request.Template ?? template }, count, cancellation);

    public Task<EmbeddingAnswer> EmbedAsync(ImmutableArray<string> texts, CancellationToken cancellation) => inner.EmbedAsync(texts, cancellation);
}
