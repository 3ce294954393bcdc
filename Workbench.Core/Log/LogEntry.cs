using System.Globalization;
using System.Text.Json.Nodes;

namespace Workbench.Core.Log;

/// <summary>One entry of the log. <paramref name="Body"/> is what is hashed; the rest is read from it.</summary>
/// <param name="Index">0-based, without gaps.</param>
/// <param name="Body">Canonical JSON, at most 65,535 bytes.</param>
/// <param name="LeafHash">RFC 6962 leaf hash of the body, 32 bytes.</param>
public sealed record LogEntry(long Index, string Kind, string Subject, string Actor, DateTimeOffset At, byte[] Body, byte[] LeafHash)
{
    /// <summary>Entries travel in bundles with a 16-bit length (C2SP tlog-tiles).</summary>
    public const int LargestBody = 65_535;

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    /// <param name="at">Never before the entry before: a clock that was set back does not date entries back.</param>
    /// <param name="clock">What the clock said, where that is not <paramref name="at"/>.</param>
    /// <exception cref="ArgumentException">The detail is too large: the log keeps digests of evidence, not evidence.</exception>
    public static LogEntry Make(long index, LogRecord record, DateTimeOffset at, DateTimeOffset? clock = null)
    {
        var content = new JsonObject
        {
            ["v"] = 1,
            ["index"] = index,
            ["kind"] = record.Kind,
            ["subject"] = record.Subject,
            ["actor"] = record.Actor,
            ["at"] = Written(at),
            ["detail"] = record.Detail.DeepClone(),
        };
        if (clock is { } said)
        {
            content["clock"] = Written(said);
        }

        var body = CanonicalJson.Bytes(content);
        if (body.Length > LargestBody)
        {
            throw new ArgumentException($"A log entry of {body.Length} bytes is too large.", nameof(record));
        }

        return new LogEntry(index, record.Kind, record.Subject, record.Actor, at, body, MerkleTree.LeafHash(body));
    }

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
