using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Core.Suites.Import;

/// <summary>Reads a JSON document into nodes that know their lines.</summary>
internal ref struct JsonTable
{
    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _reader;
    private int _line;
    private int _counted;

    private JsonTable(ReadOnlySpan<byte> text)
    {
        _text = text;
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = ImportBounds.MostDepth });
        _line = 1;
    }

    /// <exception cref="InputException">Not JSON, or too deep.</exception>
    public static SuiteNode Read(ReadOnlySpan<byte> text, string file)
    {
        var table = new JsonTable(text.StartsWith("\ufeff"u8) ? text[3..] : text);
        try
        {
            table._reader.Read();
            var root = table.Node();
            table._reader.Read();
            return root;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.Import.NotJson"), file, broken is JsonException { LineNumber: { } line } ? (int)line + 1 : table.Line()));
        }
    }

    private int Line()
    {
        var at = (int)_reader.TokenStartIndex;
        _line += _text[_counted..at].Count((byte)'\n');
        _counted = at;
        return _line;
    }

    private SuiteNode Node()
    {
        var line = Line();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var entries = new List<(SuiteScalar, SuiteNode)>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = new SuiteScalar(_reader.GetString()!, Line(), false, false);
                    _reader.Read();
                    entries.Add((name, Node()));
                }

                return new SuiteMap(entries, line);
            case JsonTokenType.StartArray:
                var items = new List<SuiteNode>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Node());
                }

                return new SuiteList(items, line);
            case JsonTokenType.String:
                return new SuiteScalar(_reader.GetString()!, line, false, false);
            case JsonTokenType.Null:
                return new SuiteScalar("", line, true, true);
            default:
                return new SuiteScalar(System.Text.Encoding.UTF8.GetString(_reader.ValueSpan), line, true, false);
        }
    }
}
