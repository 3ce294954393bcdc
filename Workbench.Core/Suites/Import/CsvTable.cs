using System.Text;

namespace Workbench.Core.Suites.Import;

/// <summary>Rows of comma- or tab-separated text as RFC 4180 has it, one after another, with bounds on a field and on the columns.</summary>
internal static class CsvTable
{
    public static IEnumerable<SuiteMap> Read(TextReader reader, char separator, ImportNotes notes)
    {
        string[]? header = null;
        foreach (var (line, fields) in Rows(reader, separator, notes))
        {
            if (header is null)
            {
                header = [.. fields.Select(static (name, at) => at == 0 ? name.TrimStart('\ufeff').Trim() : name.Trim())];
                if (header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Key.Length > 0 && same.Count() > 1) is { } twice)
                {
                    notes.Report(line, twice.Key, "ColumnTwice");
                }

                continue;
            }

            if (fields.Count != header.Length)
            {
                notes.Report(line, null, "CellCount", Text(fields.Count), Text(header.Length));
                continue;
            }

            yield return new SuiteMap([.. header.Select((name, at) => (new SuiteScalar(name, line, false, false), (SuiteNode)new SuiteScalar(fields[at], line, false, fields[at].Length == 0)))], line);
        }
    }

    private static IEnumerable<(int Line, List<string> Fields)> Rows(TextReader reader, char separator, ImportNotes notes)
    {
        var (line, start, quoted, wasQuoted) = (1, 1, false, false);
        var field = new StringBuilder();
        var fields = new List<string>();
        for (var read = reader.Read(); read >= 0; read = reader.Read())
        {
            var letter = (char)read;
            if (quoted)
            {
                line += letter == '\n' ? 1 : 0;
                if (letter != '"')
                {
                    field.Append(letter);
                }
                else if (reader.Peek() == '"')
                {
                    field.Append((char)reader.Read());
                }
                else
                {
                    quoted = false;
                }
            }
            else if (letter == '"' && field.Length == 0 && !wasQuoted)
            {
                (quoted, wasQuoted) = (true, true);
            }
            else if (letter == separator)
            {
                EndField();
            }
            else if (letter == '\n')
            {
                EndField();
                if (fields.Count > 1 || fields[0].Length > 0)
                {
                    yield return (start, fields);
                }

                fields = [];
                start = ++line;
            }
            else if (letter != '\r' || reader.Peek() != '\n')
            {
                field.Append(letter);
            }

            if (field.Length > ImportBounds.MostField || fields.Count > ImportBounds.MostColumns)
            {
                notes.Report(start, null, field.Length > ImportBounds.MostField ? "FieldTooLong" : "TooManyColumns", Text(field.Length > ImportBounds.MostField ? ImportBounds.MostField : ImportBounds.MostColumns));
                yield break;
            }
        }

        if (quoted)
        {
            notes.Report(start, null, "QuoteOpen");
            yield break;
        }

        if (field.Length > 0 || fields.Count > 0)
        {
            EndField();
            yield return (start, fields);
        }

        void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
            wasQuoted = false;
        }
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
