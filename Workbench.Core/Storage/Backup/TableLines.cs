using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Backup;

/// <summary>Reads what <see cref="TableDump"/> wrote, line by line and with bounds.</summary>
internal sealed class TableLines(BackupArchive archive, BackupPart part) : IDisposable
{
    private const int LongestLine = 256 * 1024 * 1024;

    private readonly Stream _stream = archive.OpenPart(part);
    private byte[] _buffer = new byte[1 << 17];
    private int _start;
    private int _end;
    private int _line;

    /// <summary>Of the first line; read before any row.</summary>
    public IReadOnlyList<BackupColumn> Columns { get; private set; } = [];

    public async Task ReadHeaderAsync(CancellationToken cancellation)
    {
        var line = await LineAsync(cancellation).ConfigureAwait(false) ?? throw Wrong();
        Columns = Parse(line, static root => (List<BackupColumn>)[.. root.EnumerateObject().Select(column => new BackupColumn(column.Name, Kind(column.Value.GetString())))]);
        if (Columns.Count == 0 || Columns.Any(column => !BackupNames.IsColumn(column.Name)) || Columns.Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() != Columns.Count)
        {
            throw Wrong();
        }
    }

    /// <summary>Values as text, long, double, bool or bytes; null for NULL.</summary>
    /// <exception cref="InputException">A line is no row of this table, or there are not as many as the manifest says.</exception>
    public async IAsyncEnumerable<object?[]> RowsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = 0L;
        while (await LineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            rows++;
            yield return Parse(line, Row);
        }

        if (rows != part.Rows)
        {
            throw BackupProblem.Of(archive.File, part.Name, new Phrase("Storage.BackupRows", $"{part.Rows}", $"{rows}"));
        }
    }

    public void Dispose() => _stream.Dispose();

    public InputException Wrong() => new(new InputProblem(new Phrase("Storage.BackupLine"), archive.File, _line, part.Name));

    private static ValueKind Kind(string? name) => name switch
    {
        "text" => ValueKind.Text,
        "int" => ValueKind.Int,
        "long" => ValueKind.Long,
        "real" => ValueKind.Real,
        "flag" => ValueKind.Flag,
        "bytes" => ValueKind.Bytes,
        "time" => ValueKind.Time,
        "span" => ValueKind.Span,
        _ => throw new FormatException(),
    };

    private object?[] Row(JsonElement root)
    {
        if (root.GetArrayLength() != Columns.Count)
        {
            throw new FormatException();
        }

        var row = new object?[Columns.Count];
        var at = 0;
        foreach (var value in root.EnumerateArray())
        {
            row[at] = Value(value, Columns[at].Kind);
            at++;
        }

        return row;
    }

    private static object? Value(JsonElement value, ValueKind kind) => value.ValueKind == JsonValueKind.Null ? null : kind switch
    {
        ValueKind.Text => value.GetString(),
        ValueKind.Int => (long)value.GetInt32(),
        ValueKind.Long or ValueKind.Span => value.GetInt64(),
        ValueKind.Time => value.GetInt64() is var ticks && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? ticks : throw new FormatException(),
        ValueKind.Real => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        ValueKind.Flag => value.GetBoolean(),
        _ => value.GetBytesFromBase64(),
    };

    private T Parse<T>(ReadOnlyMemory<byte> line, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 4 });
            return read(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw Wrong();
        }
    }

    /// <returns>Valid until the next call; null at the end.</returns>
    private async Task<ReadOnlyMemory<byte>?> LineAsync(CancellationToken cancellation)
    {
        var searched = _start;
        while (true)
        {
            if (_buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n') is >= 0 and var found)
            {
                var line = _buffer.AsMemory(_start, searched - _start + found);
                _start = searched + found + 1;
                _line++;
                return line;
            }

            searched = _end - _start;
            Shift();
            var read = await ReadAsync(cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return _end == 0 ? null : throw Wrong();
            }

            _end += read;
        }
    }

    private void Shift()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length < LongestLine ? _buffer.Length * 2 : throw Wrong());
        }
    }

    private async ValueTask<int> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await _stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            throw Wrong();
        }
    }
}
