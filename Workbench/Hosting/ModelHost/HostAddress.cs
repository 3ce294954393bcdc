using System.Globalization;
using System.Net;
using Workbench.Core.Language;

namespace Workbench.Hosting.ModelHost;

/// <summary>Where a model host listens: <c>unix:PATH</c>, or HOST:PORT (port 0 takes a free one).</summary>
public sealed record HostAddress(string? SocketPath, IPEndPoint? EndPoint)
{
    /// <summary>Reachable from this machine only.</summary>
    public bool IsLocal => SocketPath is not null || IPAddress.IsLoopback(EndPoint!.Address);

    /// <exception cref="InputException">Neither form.</exception>
    public static HostAddress Parse(string text)
    {
        if (text.StartsWith("unix:", StringComparison.Ordinal) && text.Length > 5)
        {
            return new HostAddress(Path.GetFullPath(text[5..]), null);
        }

        var colon = text.LastIndexOf(':');
        if (colon > 0 && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort)
        {
            var host = text[..colon].Trim('[', ']');
            var address = host switch { "localhost" => IPAddress.Loopback, "*" => IPAddress.Any, _ => IPAddress.TryParse(host, out var parsed) ? parsed : null };
            if (address is not null)
            {
                return new HostAddress(null, new IPEndPoint(address, port));
            }
        }

        throw new InputException(new InputProblem(new Phrase("Inference.ListenAddress", text), Field: "--listen"));
    }
}
