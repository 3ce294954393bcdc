using System.Text.Json;

namespace Workbench.Core.Statistics;

/// <summary>On which line of a JSON text each value begins, by path such as <c>ratings[3][1]</c>.</summary>
internal static class JsonLines
{
    public static Dictionary<string, int> Of(byte[] text)
    {
        var lines = new Dictionary<string, int>();
        var reader = new Utf8JsonReader(text);
        var parents = new Stack<(string Path, int Next)>();
        var (line, counted, path) = (1, 0, "");
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            line += text.AsSpan(counted, start - counted).Count((byte)'\n');
            counted = start;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path = parents.Peek().Path is { Length: > 0 } parent ? $"{parent}.{reader.GetString()}" : reader.GetString()!;
                    lines.TryAdd(path, line);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    parents.Pop();
                    break;
                default:
                    if (parents.TryPeek(out var above) && above.Next >= 0)
                    {
                        parents.Pop();
                        parents.Push((above.Path, above.Next + 1));
                        path = FormattableString.Invariant($"{above.Path}[{above.Next}]");
                    }

                    lines.TryAdd(path, line);
                    if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    {
                        parents.Push((path, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
                    }

                    break;
            }
        }

        return lines;
    }
}
