using System.Text;

namespace Workbench.Core.Suites;

/// <summary>Rows of comma-separated text as RFC 4180 has it: quotes around fields that hold commas, quotes (doubled) or line breaks. Empty lines are passed over.</summary>
internal static class CsvRows
{
    /// <returns>Fields with the 1-based line they begin on; null fields where a quotation mark is never closed.</returns>
    public static IEnumerable<(int Line, string[]? Fields)> Read(TextReader reader)
    {
        var line = 0;
        while (reader.ReadLine() is { } text)
        {
            var start = ++line;
            if (text.Length == 0)
            {
                continue;
            }

            while (text.AsSpan().Count('"') % 2 == 1)
            {
                if (reader.ReadLine() is not { } more)
                {
                    yield return (start, null);
                    yield break;
                }

                text += "\n" + more;
                line++;
            }

            yield return (start, text.Contains('"', StringComparison.Ordinal) ? Unquoted(text) : text.Split(','));
        }
    }

    private static string[] Unquoted(string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append(text[i++]);
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(text[i]);
            }
        }

        fields.Add(field.ToString());
        return [.. fields];
    }
}
