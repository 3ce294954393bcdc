using System.Text.Json;
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

    /// <exception cref="ArgumentException">The detail is too large: the log keeps digests of evidence, not evidence.</exception>
    public static LogEntry Make(long index, LogRecord record, DateTimeOffset at)
    {
        var body = CanonicalJson.Bytes(new JsonObject
        {
            ["v"] = 1,
            ["index"] = index,
            ["kind"] = record.Kind,
            ["subject"] = record.Subject,
            ["actor"] = record.Actor,
            ["at"] = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", System.Globalization.CultureInfo.InvariantCulture),
            ["detail"] = record.Detail.DeepClone(),
        });
        if (body.Length > LargestBody)
        {
            throw new ArgumentException($"A log entry of {body.Length} bytes is too large.", nameof(record));
        }

        return new LogEntry(index, record.Kind, record.Subject, record.Actor, at, body, MerkleTree.LeafHash(body));
    }

    /// <summary>True when the columns say what the body says; false also for a body that is no entry.</summary>
    public bool AgreesWithBody()
    {
        try
        {
            return JsonNode.Parse(Body) is JsonObject body
                && body["index"]?.GetValue<long>() == Index
                && body["kind"]?.GetValue<string>() == Kind
                && body["subject"]?.GetValue<string>() == Subject
                && body["actor"]?.GetValue<string>() == Actor
                && body["at"]?.GetValue<string>() == At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
