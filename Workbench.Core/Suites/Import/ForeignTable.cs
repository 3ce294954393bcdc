using System.Globalization;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Suites.Import;

/// <summary>The rows of a foreign file by its ending: CSV, TSV, XLSX, lines of JSON, or a JSON document that holds a list.</summary>
internal static class ForeignTable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InputException">The file can't be read at all; what is wrong with single rows goes to the notes.</exception>
    public static IEnumerable<SuiteMap> Read(string path, ImportNotes notes) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".xlsx" => WorkbookTable.Read(Checked(path, notes.File, ImportBounds.MostUnpacked), notes),
        ".csv" => Streamed(path, notes, reader => CsvTable.Read(reader, ',', notes)),
        ".tsv" => Streamed(path, notes, reader => CsvTable.Read(reader, '\t', notes)),
        _ when IsOneDocument(Checked(path, notes.File, ImportBounds.MostStreamed)) => Listed(JsonTable.Read(Bytes(path, notes.File), notes.File), notes),
        _ => Streamed(path, notes, reader => Lines(reader, notes)),
    };

    /// <summary>A file that is read whole, as text.</summary>
    public static string Whole(string path, string file)
    {
        try
        {
            return Strict.GetString(Bytes(path, file)).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.NotUtf8"), file));
        }
    }

    public static byte[] Bytes(string path, string file)
    {
        try
        {
            return File.ReadAllBytes(Checked(path, file, ImportBounds.MostWhole));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.Unreadable", FileWords.Of(unreadable, path)), file));
        }
    }

    private static string Checked(string path, string file, long most)
    {
        var found = new FileInfo(path);
        return !found.Exists ? throw new InputException(new InputProblem(new Phrase("Suites.NoFile"), file))
            : found.Length > most ? throw new InputException(new InputProblem(new Phrase("Suites.TooLarge", most.ToString(CultureInfo.InvariantCulture)), file))
            : path;
    }

    private static IEnumerable<SuiteMap> Streamed(string path, ImportNotes notes, Func<TextReader, IEnumerable<SuiteMap>> read)
    {
        using var reader = new StreamReader(Checked(path, notes.File, ImportBounds.MostStreamed), Strict, detectEncodingFromByteOrderMarks: true);
        using var rows = read(reader).GetEnumerator();
        while (Next(rows, notes))
        {
            yield return rows.Current;
        }
    }

    private static bool Next(IEnumerator<SuiteMap> rows, ImportNotes notes)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (DecoderFallbackException)
        {
            throw new InputException([.. notes.Problems, new InputProblem(new Phrase("Suites.NotUtf8"), notes.File)]);
        }
    }

    private static IEnumerable<SuiteMap> Lines(TextReader reader, ImportNotes notes)
    {
        foreach (var (line, text) in DataLines.Read(reader))
        {
            if (text is null)
            {
                notes.Report(line, null, "FieldTooLong", DataLines.MaximumCharacters.ToString(CultureInfo.InvariantCulture));
            }
            else if (!string.IsNullOrWhiteSpace(text) && Row(text, line, notes) is { } row)
            {
                yield return row;
            }
        }
    }

    private static SuiteMap? Row(string text, int line, ImportNotes notes)
    {
        try
        {
            if (JsonNodes.Read(text.TrimStart('\ufeff'), notes.File, line) is SuiteMap map)
            {
                return map;
            }

            notes.Report(line, null, "NotObject");
        }
        catch (InputException broken)
        {
            notes.Problems.AddRange(broken.Problems);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: JSON by its grammar, but no text.
            notes.Report(line, null, "NotJson");
        }

        return null;
    }

    // A list, or an object with one list of objects in it.
    private static IEnumerable<SuiteMap> Listed(SuiteNode root, ImportNotes notes)
    {
        var list = root as SuiteList ?? (root as SuiteMap)?.Entries.Select(entry => entry.Value).OfType<SuiteList>().FirstOrDefault(static list => list.Items.Count > 0 && list.Items.All(item => item is SuiteMap));
        if (list is null)
        {
            notes.Report(root.Line, null, "NoList");
            yield break;
        }

        foreach (var item in list.Items)
        {
            if (item is SuiteMap map)
            {
                yield return map;
            }
            else
            {
                notes.Report(item.Line, null, "NotObject");
            }
        }
    }

    // Lines of JSON are documents of their own: the first line ends one, and more follow.
    private static bool IsOneDocument(string path)
    {
        using var reader = new StreamReader(path);
        var block = new char[1 << 16];
        var start = new string(block, 0, reader.ReadBlock(block)).TrimStart('\ufeff').TrimStart();
        if (start.StartsWith('['))
        {
            return true;
        }

        var end = start.IndexOf('\n', StringComparison.Ordinal);
        return start.StartsWith('{') && end >= 0 && !start[..end].TrimEnd().EndsWith('}');
    }
}
