using System.Net.Http.Headers;
using Workbench.Core.Language;

namespace Workbench.Core.Log;

/// <summary>A time-stamp authority that is asked over HTTP (RFC 3161 section 3.4).</summary>
public sealed class TimestampAuthority(Uri address)
{
    public const string Setting = "Workbench:TimestampUrl";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>Null where none is set.</returns>
    /// <exception cref="InputException">No address of the web.</exception>
    public static TimestampAuthority? Read(string? address) => string.IsNullOrWhiteSpace(address) ? null
        : Uri.TryCreate(address, UriKind.Absolute, out var found) && (found.Scheme == Uri.UriSchemeHttps || found.Scheme == Uri.UriSchemeHttp) ? new TimestampAuthority(found)
        : throw new InputException(new InputProblem(new Phrase("Log.TimestampAddress", address), Field: Setting));

    /// <exception cref="InputException">It can't be reached, or answers with something else.</exception>
    public async Task<byte[]> AskAsync(byte[] request, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = TimestampAnswer.LargestResponse };
        using var body = new ByteArrayContent(request) { Headers = { ContentType = new MediaTypeHeaderValue("application/timestamp-query") } };
        try
        {
            using var answer = await client.PostAsync(address, body, cancellation).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new InputException(new InputProblem(new Phrase("Log.TimestampUnreachable", address.Host, ConnectionWords.Of(error)), Field: Setting));
        }
    }
}
