using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workbench.Core.Inference;

namespace Workbench.Core.Runs;

/// <summary>How a candidate's answers are kept.</summary>
/// <param name="Exact">Reproducible mode.</param>
/// <param name="Adapters">SHA-256 and scale of each adapter.</param>
internal sealed record CacheScope(IResponseCache Cache, RunCaching Caching, bool Exact, ImmutableArray<string> Adapters);

/// <summary>Counts what one cell asked and what of it was kept from before.</summary>
internal sealed class CacheTally
{
    private int _asked;
    private int _kept;

    /// <summary>Everything the cell needed was there.</summary>
    public bool IsHit => _asked > 0 && _asked == _kept;

    public void Count(bool kept)
    {
        Interlocked.Increment(ref _asked);
        Interlocked.Add(ref _kept, kept ? 1 : 0);
    }
}

/// <summary>
/// A model whose answers are kept. The key holds the model file's hash (where the run asks for it, an endpoint's address), engine build and device, mode, adapters, the conversation,
/// the template chosen in place of the file's own (which the file's hash stands for), and every setting with the seed.
/// </summary>
internal sealed class CachedModelClient(IModelClient inner, CacheScope scope, CacheTally tally) : IModelClient
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ModelFacts Facts => inner.Facts;

    public int? RemoteConcurrency => inner.RemoteConcurrency;

    public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var output = await AnswerAsync(request, cancellation).ConfigureAwait(false);
        yield return new GenerateUpdate(output.Text, output);
    }

    public Task<ModelOutput> AnswerAsync(GenerateRequest request, CancellationToken cancellation) =>
        KeptAsync("answer", request with { Interactive = false }, IsFixed(request), () => inner.AnswerAsync(request, cancellation), static output => output.StopReason != StopReason.Cancelled, cancellation);

    public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation) =>
        KeptAsync("likelihood", request, true, () => inner.LikelihoodAsync(request, cancellation), static answer => answer.NotAvailable is null, cancellation);

    public Task<ImmutableArray<ModelOutput>> SamplesAsync(GenerateRequest request, int count, CancellationToken cancellation) =>
        KeptAsync("samples", new { request, count }, IsFixed(request), () => inner.SamplesAsync(request, count, cancellation), static outputs => outputs.All(output => output.StopReason != StopReason.Cancelled), cancellation);

    public Task<EmbeddingAnswer> EmbedAsync(ImmutableArray<string> texts, CancellationToken cancellation) =>
        KeptAsync("embedding", texts, true, () => inner.EmbedAsync(texts, cancellation), static answer => answer.NotAvailable is null, cancellation);

    private static bool IsFixed(GenerateRequest request) => request.Settings.Seed is not null || request.Settings.Temperature == 0;

    private async Task<T> KeptAsync<TAsk, T>(string kind, TAsk asked, bool isFixed, Func<Task<T>> ask, Func<T, bool> isWorthKeeping, CancellationToken cancellation)
    {
        var known = Facts.Sha256 is not null;
        if (scope.Caching == RunCaching.Off || (scope.Caching == RunCaching.Deterministic && !(isFixed && known)) || (!known && inner.RemoteConcurrency is null))
        {
            tally.Count(false);
            return await ask().ConfigureAwait(false);
        }

        var key = Key(kind, asked);
        if (await scope.Cache.FindAsync(key, cancellation).ConfigureAwait(false) is { } kept && JsonSerializer.Deserialize<T>(kept, Options) is { } found)
        {
            tally.Count(true);
            return found;
        }

        tally.Count(false);
        var answer = await ask().ConfigureAwait(false);
        if (isWorthKeeping(answer))
        {
            await scope.Cache.KeepAsync(key, JsonSerializer.Serialize(answer, Options), cancellation).ConfigureAwait(false);
        }

        return answer;
    }

    private string Key<TAsk>(string kind, TAsk asked) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
        new { kind, model = Facts.Sha256 ?? Facts.Name, Facts.Engine, Facts.Device, scope.Exact, adapters = scope.Adapters.AsEnumerable(), asked }, Options))));
}
