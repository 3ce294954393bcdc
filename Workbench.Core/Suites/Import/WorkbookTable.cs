using System.Globalization;
using System.IO.Compression;
using System.Xml;
using MiniExcelLibs;
using Workbench.Core.Language;

namespace Workbench.Core.Suites.Import;

/// <summary>Rows of the first sheet of an XLSX workbook; the first row names the columns. What the archive says of its own size is not believed: it is unpacked once to nowhere and counted.</summary>
internal static class WorkbookTable
{
    private const int MostParts = 1000;

    // What a sheet can have. A row that gives itself a higher number would make the reader count up to it.
    private const int MostRows = 1 << 20;

    public static IEnumerable<SuiteMap> Read(string path, ImportNotes notes)
    {
        Check(path, notes.File);
        string[]? header = null;
        var line = 0;
        foreach (var cells in Rows(path, notes.File))
        {
            if (++line > MostRows)
            {
                notes.Report(null, null, "TooManyRows", MostRows.ToString(CultureInfo.InvariantCulture));
                yield break;
            }

            string[] texts = [.. cells.Values.Select(Text)];
            if (Array.TrueForAll(texts, text => text.Length == 0))
            {
                continue;
            }

            if (texts.Length > ImportBounds.MostColumns)
            {
                notes.Report(line, null, "TooManyColumns", ImportBounds.MostColumns.ToString(CultureInfo.InvariantCulture));
                yield break;
            }

            if (header is null)
            {
                header = [.. texts.Select(text => text.Trim())];
                continue;
            }

            var row = line;
            yield return new SuiteMap([.. header.Select((name, at) => (Name: name, Text: at < texts.Length ? texts[at] : "")).Where(cell => cell.Name.Length > 0)
                .Select(cell => (new SuiteScalar(cell.Name, row, false, false), (SuiteNode)new SuiteScalar(cell.Text, row, false, cell.Text.Length == 0)))], row);
        }
    }

    private static IEnumerable<IDictionary<string, object?>> Rows(string path, string file)
    {
        using var stream = File.OpenRead(path);
        using var rows = stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX).GetEnumerator();
        while (Next(rows, file))
        {
            yield return (IDictionary<string, object?>)rows.Current;
        }
    }

    private static bool Next(IEnumerator<dynamic> rows, string file)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (Exception broken) when (broken is XmlException or InvalidDataException or InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException or NullReferenceException)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.Import.NotWorkbook"), file));
        }
    }

    private static void Check(string path, string file)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var left = ImportBounds.MostUnpacked;
            if (archive.Entries.Count > MostParts)
            {
                throw TooLarge(file);
            }

            var block = new byte[1 << 16];
            foreach (var entry in archive.Entries)
            {
                using var part = entry.Open();
                for (var read = part.Read(block); read > 0; read = part.Read(block))
                {
                    left -= read;
                    if (left < 0)
                    {
                        throw TooLarge(file);
                    }
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.Import.NotWorkbook"), file));
        }
    }

    private static InputException TooLarge(string file) =>
        new(new InputProblem(new Phrase("Suites.Import.UnpacksTooLarge", ImportBounds.MostUnpacked.ToString(CultureInfo.InvariantCulture)), file));

    private static string Text(object? cell) => cell switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}
