using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Clients;

/// <summary>HTTP to one endpoint: unix socket or network, patience with a busy one, and refusals put into words.</summary>
internal sealed class EndpointConnection : IDisposable
{
    private const int LongestRefusal = 16 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // Without the layer above it, which would watch every request a second time.
    private readonly HttpMessageInvoker _http;
    private readonly Uri _root;
    private readonly AuthenticationHeaderValue? _key;
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly ModelEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly ClientPatience _patience;

    public EndpointConnection(ModelEndpoint endpoint, TimeProvider time, ClientPatience patience, HttpMessageHandler? handler = null)
    {
        (_endpoint, _time, _patience) = (endpoint, time, patience);
        (_root, var socket) = Parse(endpoint);
        _http = new HttpMessageInvoker(handler ?? Handler(_root, socket, patience));
        _key = endpoint.ApiKey is { Length: > 0 } key ? new AuthenticationHeaderValue("Bearer", key) : null;
    }

    public void Dispose() => _http.Dispose();

    /// <returns>A successful response whose body has not been read yet, or one with a status that <paramref name="accepted"/> names.</returns>
    /// <exception cref="ModelUnavailableException">No connection, or the endpoint refused.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation, params HttpStatusCode[] accepted)
    {
        using var silence = new Deadline(_patience.Silence, _time, cancellation);
        return await SendAsync(method, path, body, silence, cancellation, accepted).ConfigureAwait(false);
    }

    /// <param name="silence">Begins anew with each attempt, and goes on with the answer.</param>
    /// <returns>As above.</returns>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject? body, Deadline silence, CancellationToken cancellation, params HttpStatusCode[] accepted)
    {
        for (var attempt = 0; ; attempt++)
        {
            silence.Renew();
            var response = await SendOnceAsync(method, path, body, silence.Token, cancellation).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || accepted.Contains(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                if (attempt < _patience.Retries && Pause(response, attempt) is { } pause)
                {
                    silence.Suspend();
                    await Task.Delay(pause, _time, cancellation).ConfigureAwait(false);
                    continue;
                }

                var words = await WordsAsync(response, cancellation).ConfigureAwait(false);
                throw new ModelUnavailableException(new Phrase("Inference.EndpointRefused", _endpoint.Name, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), words))
                {
                    Fault = FaultOf(response.StatusCode),
                    RetryAfter = RetryAfter(response),
                };
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, string path, JsonObject? body, CancellationToken silence, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, _addresses.GetOrAdd(path, static (path, root) => new Uri(root, path), _root));
        request.Headers.Authorization = _key;
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = Json } };
        }

        try
        {
            return await _http.SendAsync(request, silence).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new ModelUnavailableException(new Phrase("Inference.EndpointSilent", _endpoint.Name), exception) { Fault = EndpointFault.Passing };
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.Unknown)
        {
            // It was reached and had the request: to ask again is for the caller to decide.
            throw new ModelUnavailableException(new Phrase("Inference.AnswerBroken", _endpoint.Name, ConnectionWords.Of(exception)), exception) { Fault = EndpointFault.Passing };
        }
        catch (HttpRequestException exception)
        {
            throw new ModelUnavailableException(new Phrase("Inference.EndpointUnreachable", _endpoint.Name, _endpoint.Address, ConnectionWords.Of(exception)), exception) { Fault = EndpointFault.Passing };
        }
    }

    private TimeSpan? Pause(HttpResponseMessage response, int attempt)
    {
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
        {
            return null;
        }

        var asked = RetryAfter(response) ?? TimeSpan.FromSeconds(Math.Pow(2, attempt));
        return asked > _patience.LongestRetryAfter ? null : asked;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => null,
        };
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }

    private static EndpointFault FaultOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented => EndpointFault.Access,
        HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests => EndpointFault.Passing,
        >= HttpStatusCode.InternalServerError => EndpointFault.Passing,
        _ => EndpointFault.Request,
    };

    /// <summary>What the endpoint said when it refused.</summary>
    internal static async Task<string> WordsAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var bytes = await BoundedBody.ReadAsync(response, LongestRefusal, cut: true, cancellation).ConfigureAwait(false);
            return EndpointWords.Of(bytes) ?? response.ReasonPhrase ?? "";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return response.ReasonPhrase ?? "";
        }
    }

    private static (Uri Root, string? Socket) Parse(ModelEndpoint endpoint)
    {
        if (endpoint.Address.StartsWith("unix:", StringComparison.Ordinal))
        {
            return (new Uri("http://localhost/"), endpoint.Address["unix:".Length..]);
        }

        var address = endpoint.Address.Trim().TrimEnd('/');
        if (address.EndsWith("/v1", StringComparison.Ordinal))
        {
            address = address[..^"/v1".Length];
        }

        return Uri.TryCreate(address + "/", UriKind.Absolute, out var root) && root.Scheme is "http" or "https"
            ? (root, null)
            : throw new InputException(new InputProblem(new Phrase("Inference.EndpointAddressInvalid", endpoint.Name, endpoint.Address)));
    }

    // No redirects: they would carry the key to another address. No proxy on this machine: it would take the prompts out of it.
    private static SocketsHttpHandler Handler(Uri root, string? socket, ClientPatience patience)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = socket is null && !root.IsLoopback,
            UseCookies = false,
            ConnectTimeout = patience.Connect,
            ActivityHeadersPropagator = null,
        };
        if (socket is not null)
        {
            handler.ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation).ConfigureAwait(false);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            };
        }

        return handler;
    }
}
