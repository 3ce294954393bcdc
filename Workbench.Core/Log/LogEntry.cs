using System.Globalization;
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

    /// <summary>True when the columns say what the body says; false also for a body that is no entry.</summary>
    public bool AgreesWithBody()
    {
        var reader = new Utf8JsonReader(Body);
        try
        {
            var agreeing = 0;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var column = reader.ValueTextEquals("index"u8) ? Column.Index
                    : reader.ValueTextEquals("kind"u8) ? Column.Kind
                    : reader.ValueTextEquals("subject"u8) ? Column.Subject
                    : reader.ValueTextEquals("actor"u8) ? Column.Actor
                    : reader.ValueTextEquals("at"u8) ? Column.At
                    : Column.None;
                reader.Read();
                if (column == Column.None)
                {
                    reader.Skip();
                }
                else if (!Agrees(ref reader, column))
                {
                    return false;
                }
                else
                {
                    agreeing++;
                }
            }

            return agreeing == 5 && reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private enum Column
    {
        None,
        Index,
        Kind,
        Subject,
        Actor,
        At,
    }

    private bool Agrees(ref Utf8JsonReader reader, Column column) => column == Column.Index
        ? reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var index) && index == Index
        : reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(column switch
        {
            Column.Kind => Kind,
            Column.Subject => Subject,
            Column.Actor => Actor,
            _ => Written(At),
        });

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
