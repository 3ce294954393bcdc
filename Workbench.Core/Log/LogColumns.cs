using System.Text;
using System.Text.Json;

namespace Workbench.Core.Log;

/// <summary>What is wrong with an entry by itself.</summary>
internal enum LogFault
{
    None,

    /// <summary>The body is not the one whose hash was kept.</summary>
    Body,

    /// <summary>The columns beside the body say something else.</summary>
    Columns,
}

/// <summary>One entry as it lies in the database, texts as UTF-8, without a copy of it.</summary>
/// <param name="ticks">UTC ticks of its time; whatever stands there.</param>
internal readonly ref struct LogColumns(long index, long ticks, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> actor, ReadOnlySpan<byte> body, ReadOnlySpan<byte> leafHash)
{
    /// <summary>Length of a time as <see cref="LogEntry"/> writes it.</summary>
    private const int TimeLength = 28;

    private readonly ReadOnlySpan<byte> _kind = kind;
    private readonly ReadOnlySpan<byte> _subject = subject;
    private readonly ReadOnlySpan<byte> _actor = actor;
    private readonly ReadOnlySpan<byte> _leafHash = leafHash;

    public long Index { get; } = index;

    public long Ticks { get; } = ticks;

    public ReadOnlySpan<byte> Body { get; } = body;

    public static LogColumns Of(LogEntry entry) => new(
        entry.Index, entry.At.UtcTicks, Encoding.UTF8.GetBytes(entry.Kind), Encoding.UTF8.GetBytes(entry.Subject), Encoding.UTF8.GetBytes(entry.Actor), entry.Body, entry.LeafHash);

    /// <param name="leaf">Gets the hash of the body.</param>
    public LogFault Check(out byte[] leaf)
    {
        leaf = MerkleTree.LeafHash(Body);
        return !_leafHash.SequenceEqual(leaf) ? LogFault.Body : AgreeWithBody() ? LogFault.None : LogFault.Columns;
    }

    /// <summary>False also for a body that is no entry.</summary>
    private bool AgreeWithBody()
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

    private bool Agrees(ref Utf8JsonReader reader, Column column) => column switch
    {
        Column.Index => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var index) && index == Index,
        _ when reader.TokenType != JsonTokenType.String => false,
        Column.Kind => reader.ValueTextEquals(_kind),
        Column.Subject => reader.ValueTextEquals(_subject),
        Column.Actor => reader.ValueTextEquals(_actor),
        _ => SaysTime(ref reader),
    };

    private bool SaysTime(ref Utf8JsonReader reader)
    {
        Span<byte> written = stackalloc byte[TimeLength];
        return Ticks >= DateTime.MinValue.Ticks && Ticks <= DateTime.MaxValue.Ticks
            && new DateTime(Ticks, DateTimeKind.Utc).TryFormat(written, out var length, "O", null) && reader.ValueTextEquals(written[..length]);
    }
}
