using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Clients;

/// <summary>A model behind the OpenAI protocol: a host process of ours, or a server somewhere else.</summary>
public sealed class OpenAiModelClient : IModelClient, IDisposable
{
    private const int LongestReply = 64 * 1024 * 1024;
    private const int MostSamples = 64;
    private const int MostTexts = 256;

    private readonly EndpointConnection _connection;
    private readonly ModelEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly ClientPatience _patience;
    private readonly EndpointDialect _dialect;

    private OpenAiModelClient(ModelEndpoint endpoint, EndpointConnection connection, TimeProvider time, ClientPatience patience, ModelFacts? facts, EndpointDialect dialect)
    {
        (_endpoint, _connection, _time, _patience, _dialect) = (endpoint, connection, time, patience, dialect);
        Facts = facts ?? new ModelFacts(endpoint.Name, Engine: endpoint.Address);
    }

    public ModelFacts Facts { get; }

    private string RemoteName => _endpoint.Model ?? _endpoint.Name;

    /// <summary>Asks the endpoint what it is: facts where it is one of ours, else only whether it answers.</summary>
    /// <exception cref="InputException">The address is no address.</exception>
    /// <exception cref="ModelUnavailableException">It does not answer, or refuses.</exception>
    public static async Task<OpenAiModelClient> ConnectAsync(ModelEndpoint endpoint, TimeProvider time, CancellationToken cancellation, ClientPatience? patience = null)
    {
        var connection = new EndpointConnection(endpoint, time, patience ?? ClientPatience.Default);
        try
        {
            var (facts, dialect) = await AskFactsAsync(connection, endpoint.Name, cancellation).ConfigureAwait(false);
            return new OpenAiModelClient(endpoint, connection, time, patience ?? ClientPatience.Default, facts, dialect);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose() => _connection.Dispose();

    public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var answer = new ChatAnswer(_endpoint.Name, _time);
        using var silence = new Deadline(_patience.Silence, _time, cancellation);
        using var response = await _connection.SendAsync(HttpMethod.Post, "v1/chat/completions", ChatBody.Chat(RemoteName, request, _dialect, _endpoint.Name), silence, cancellation).ConfigureAwait(false);
        using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        silence.Renew();
        var events = EventStream.ReadAsync(body, EventStream.LongestLine, silence.Token).GetAsyncEnumerator(CancellationToken.None);
        await using (events.ConfigureAwait(false))
        {
            while (await NextAsync(events, cancellation).ConfigureAwait(false) is { } data && !data.Span.SequenceEqual("[DONE]"u8))
            {
                silence.Renew();
                if (answer.Add(data) is { } update)
                {
                    yield return update;
                }
            }
        }

        yield return new GenerateUpdate("", answer.Finish());
    }

    public async Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation)
    {
        if (!_dialect.Extensions)
        {
            return new LikelihoodAnswer([], new Phrase("Inference.LikelihoodNotOffered", _endpoint.Name));
        }

        using var response = await _connection.SendAsync(HttpMethod.Post, "x/loglikelihood", ChatBody.Likelihood(RemoteName, request), cancellation, HttpStatusCode.NotFound).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return new LikelihoodAnswer([], new Phrase("Inference.LikelihoodNotOffered", _endpoint.Name));
        }

        var results = await ReadAsync(_endpoint.Name, response, ReadLikelihoods, cancellation).ConfigureAwait(false);
        return results.Length == request.Continuations.Length
            ? new LikelihoodAnswer(results)
            : throw new ModelUnavailableException(new Phrase("Inference.EndpointNotProtocol", _endpoint.Name, "results"));
    }

    /// <summary>A host of ours decodes the prompt once for all; elsewhere each answer is a request of its own.</summary>
    public async Task<ImmutableArray<ModelOutput>> SamplesAsync(GenerateRequest request, int count, CancellationToken cancellation)
    {
        var outputs = ImmutableArray.CreateBuilder<ModelOutput>(count);
        while (outputs.Count < count)
        {
            var part = request with { Settings = request.Settings with { Seed = request.Settings.Seed + outputs.Count } };
            if (_dialect.Extensions && await SamplesOnceAsync(part, Math.Min(MostSamples, count - outputs.Count), cancellation).ConfigureAwait(false) is { } samples)
            {
                outputs.AddRange(samples);
            }
            else
            {
                outputs.Add(await this.AnswerAsync(part, cancellation).ConfigureAwait(false));
            }
        }

        return outputs.MoveToImmutable();
    }

    public async Task<EmbeddingAnswer> EmbedAsync(ImmutableArray<string> texts, CancellationToken cancellation)
    {
        var vectors = ImmutableArray.CreateBuilder<ImmutableArray<float>>(texts.Length);
        foreach (var part in texts.Chunk(MostTexts))
        {
            using var response = await _connection.SendAsync(HttpMethod.Post, "v1/embeddings", ChatBody.Embeddings(RemoteName, part), cancellation, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotImplemented).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return new EmbeddingAnswer([], new Phrase("Inference.EmbeddingsNotOffered", _endpoint.Name, await EndpointConnection.WordsAsync(response, cancellation).ConfigureAwait(false)));
            }

            vectors.AddRange(await ReadAsync(_endpoint.Name, response, root => EmbeddingsAnswer.Read(root, part.Length), cancellation).ConfigureAwait(false));
        }

        return new EmbeddingAnswer(vectors.MoveToImmutable());
    }

    /// <summary>What a host of ours is doing now; null where the endpoint does not tell.</summary>
    internal async Task<HostLoad?> LoadAsync(CancellationToken cancellation)
    {
        using var response = await _connection.SendAsync(HttpMethod.Get, "x/state", null, cancellation, HttpStatusCode.NotFound).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(_endpoint.Name, response, HostLoad.Read, cancellation).ConfigureAwait(false);
    }

    /// <returns>False when the endpoint's threads can't be changed.</returns>
    internal async Task<bool> SetThreadsAsync(int threads, CancellationToken cancellation)
    {
        using var response = await _connection.SendAsync(HttpMethod.Post, "x/threads", new JsonObject { ["threads"] = threads }, cancellation, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed).ConfigureAwait(false);
        return response.IsSuccessStatusCode;
    }

    private async Task<ImmutableArray<ModelOutput>?> SamplesOnceAsync(GenerateRequest request, int count, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        using var response = await _connection.SendAsync(HttpMethod.Post, "x/samples", ChatBody.Samples(RemoteName, request, count), cancellation, HttpStatusCode.NotFound).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var outputs = await ReadAsync(_endpoint.Name, response, root => SamplesAnswer.Read(root, _time.GetElapsedTime(started)), cancellation).ConfigureAwait(false);
        return outputs.Length == count ? outputs : throw new ModelUnavailableException(new Phrase("Inference.EndpointNotProtocol", _endpoint.Name, "samples"));
    }

    private static async Task<(ModelFacts? Facts, EndpointDialect Dialect)> AskFactsAsync(EndpointConnection connection, string name, CancellationToken cancellation)
    {
        using var facts = await connection.SendAsync(HttpMethod.Get, "x/facts", null, cancellation, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed).ConfigureAwait(false);
        if (facts.IsSuccessStatusCode && facts.Content.Headers.ContentType?.MediaType == "application/json")
        {
            return (await ReadAsync(name, facts, root => EndpointFacts.Read(name, root), cancellation).ConfigureAwait(false), EndpointDialect.Ours);
        }

        // Not one of ours. Its list of models tells whether the address and the key are right before a run starts, and which server it is.
        using var models = await connection.SendAsync(HttpMethod.Get, "v1/models", null, cancellation, HttpStatusCode.NotFound).ConfigureAwait(false);
        return (null, models.IsSuccessStatusCode ? await ReadAsync(name, models, EndpointDialect.Of, cancellation).ConfigureAwait(false) : EndpointDialect.Other);
    }

    private static ImmutableArray<ContinuationLikelihood> ReadLikelihoods(JsonElement root) =>
    [
        .. root.GetProperty("results").EnumerateArray().Select(static result => new ContinuationLikelihood(
            result.GetProperty("logprob").GetDouble(),
            result.GetProperty("tokens").GetInt32(),
            result.GetProperty("greedy").GetBoolean(),
            result.GetProperty("bytes").GetInt32())),
    ];

    private static async Task<T> ReadAsync<T>(string name, HttpResponseMessage response, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        try
        {
            using var json = await BoundedBody.ReadJsonAsync(response, LongestReply, cancellation).ConfigureAwait(false);
            return read(json.RootElement);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new ModelUnavailableException(new Phrase("Inference.AnswerBroken", name, ConnectionWords.Of(exception)), exception) { Fault = EndpointFault.Passing };
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ModelUnavailableException(new Phrase("Inference.EndpointNotProtocol", name, EndpointWords.Strange(exception)), exception);
        }
    }

    private async Task<ReadOnlyMemory<byte>?> NextAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> events, CancellationToken cancellation)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false) ? events.Current : (ReadOnlyMemory<byte>?)null;
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new ModelUnavailableException(new Phrase("Inference.EndpointSilent", _endpoint.Name), exception) { Fault = EndpointFault.Passing };
        }
        catch (InvalidDataException exception)
        {
            throw new ModelUnavailableException(new Phrase("Inference.AnswerTooLong", _endpoint.Name), exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new ModelUnavailableException(new Phrase("Inference.AnswerBroken", _endpoint.Name, ConnectionWords.Of(exception)), exception) { Fault = EndpointFault.Passing };
        }
    }
}
