using System.Globalization;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Workbench.Core.Language;

/// <summary>Why nothing came over a connection, as the argument of a sentence in either language; without a full stop, since it stands in brackets too.</summary>
public static class ConnectionWords
{
    public static string Of(Exception broken)
    {
        var causes = Causes(broken).ToList();
        var kind = Socket(causes.OfType<SocketException>().FirstOrDefault()) ?? Http(causes.OfType<HttpRequestException>().FirstOrDefault());
        return kind is not null ? Phrase.Both(new Phrase($"Language.{kind}"))
            : causes.OfType<HttpRequestException>().FirstOrDefault() is { StatusCode: { } status } ? $"HTTP {((int)status).ToString(CultureInfo.InvariantCulture)}"
            : causes.OfType<AuthenticationException>().FirstOrDefault() is { } untrusted ? Phrase.Both(new Phrase("Language.NotTrusted", untrusted.Message.TrimEnd('.')))
            : causes.Exists(static cause => cause is TimeoutException or OperationCanceledException) ? Phrase.Both(new Phrase("Language.NoAnswerInTime"))
            : causes.Exists(Ended) ? Phrase.Both(new Phrase("Language.EndedEarly"))
            : Phrase.Both(new Phrase("Language.Cited", causes[^1].Message.TrimEnd('.')));
    }

    private static string? Socket(SocketException? broken) => broken?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "NothingListens",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "NoSuchHost",
        SocketError.TimedOut => "NoAnswerInTime",
        SocketError.HostUnreachable or SocketError.HostDown or SocketError.NetworkUnreachable or SocketError.NetworkDown => "NoWayThere",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "Reset",
        SocketError.AccessDenied => "FirewallDenies",
        _ => null,
    };

    private static string? Http(HttpRequestException? broken) => broken?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "NoSuchHost",
        HttpRequestError.ResponseEnded => "EndedEarly",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError => "NotHttp",
        HttpRequestError.ProxyTunnelError => "ProxyDenies",
        _ => null,
    };

    private static bool Ended(Exception cause) => cause is EndOfStreamException or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded };

    private static IEnumerable<Exception> Causes(Exception? outer)
    {
        for (; outer is not null; outer = outer.InnerException)
        {
            yield return outer;
        }
    }
}
