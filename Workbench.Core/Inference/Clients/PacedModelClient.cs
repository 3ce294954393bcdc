using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;

namespace Workbench.Core.Inference.Clients;

/// <summary>A remote endpoint, asked within its limits. What failed in passing is asked again, so an answer of a run comes whole; a person's is streamed.</summary>
internal sealed class PacedModelClient(OpenAiModelClient inner, EndpointTraffic traffic, EndpointLimits limits) : IModelClient, IDisposable
{
    // English has some four bytes a token, Chinese three: a little too many is reserved rather than too few.
    private const int BytesPerToken = 3;

    public ModelFacts Facts => inner.Facts;

    public int? RemoteConcurrency => limits.Concurrency;

    public DateTimeOffset? AwaySince => traffic.AwaySince;

    /// <exception cref="ModelUnavailableException">It does not answer, or refuses.</exception>
    public static async Task<PacedModelClient> ConnectAsync(ModelEndpoint endpoint, TimeProvider time, CancellationToken cancellation, Func<double>? draw = null)
    {
        var patience = ClientPatience.Default with { Silence = endpoint.Limits.Silence, Retries = 0 };
        var client = await OpenAiModelClient.ConnectAsync(endpoint, time, cancellation, patience).ConfigureAwait(false);
        return new PacedModelClient(client, new EndpointTraffic(endpoint.Name, endpoint.Limits, time, draw), endpoint.Limits);
    }

    public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (request.Interactive)
        {
            await foreach (var update in inner.GenerateAsync(request, cancellation).ConfigureAwait(false))
            {
                yield return update;
            }

            yield break;
        }

        var output = await AnswerAsync(request, cancellation).ConfigureAwait(false);
        yield return new GenerateUpdate(output.Text, Logprobs: output.Logprobs);
        yield return new GenerateUpdate("", output);
    }

    public Task<ModelOutput> AnswerAsync(GenerateRequest request, CancellationToken cancellation) => request.Interactive
        ? inner.AnswerAsync(request, cancellation)
        : traffic.AskAsync(Reading(request.Messages) + request.Settings.MaxTokens, token => inner.AnswerAsync(request, token), Used, cancellation);

    public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation) =>
        traffic.AskAsync(Reading(request.Messages) + Bytes(request.Prompt) + request.Continuations.Sum(Bytes), token => inner.LikelihoodAsync(request, token), static _ => null, cancellation);

    public Task<ImmutableArray<ModelOutput>> SamplesAsync(GenerateRequest request, int count, CancellationToken cancellation) =>
        traffic.AskAsync(
            Reading(request.Messages) + (count * request.Settings.MaxTokens),
            token => inner.SamplesAsync(request, count, token),
            static outputs => outputs.IsEmpty ? null : outputs[0].Usage.Prompt + outputs.Sum(static output => output.Usage.Completion),
            cancellation);

    public Task<EmbeddingAnswer> EmbedAsync(ImmutableArray<string> texts, CancellationToken cancellation) =>
        traffic.AskAsync(texts.Sum(Bytes), token => inner.EmbedAsync(texts, token), static _ => null, cancellation);

    public void Dispose()
    {
        traffic.Dispose();
        inner.Dispose();
    }

    private static int Reading(ImmutableArray<ChatMessage> messages) => messages.IsDefault ? 0 : messages.Sum(static message => Bytes(message.Content));

    private static int Bytes(string? text) => text is null ? 0 : (Encoding.UTF8.GetByteCount(text) / BytesPerToken) + 1;

    private static int? Used(ModelOutput output) => output.Usage is { Prompt: > 0 } usage ? usage.Prompt + usage.Completion : null;
}
