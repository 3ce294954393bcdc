using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Detectors;

/// <summary>A keyword library as CSV in UTF-8 with the columns <c>term</c>, <c>class</c>, <c>language</c>, and, where wanted, <c>source</c>, <c>note</c>, <c>due</c> (year-month-day).</summary>
public static class KeywordFile
{
    public const int MaximumTerms = 1_000_000;
    public const long MaximumBytes = 256L << 20;
    private const int LongestTerm = 200;
    private const int MostProblems = 100;
    private static readonly string[] Needed = ["term", "class", "language"];
    private static readonly string[] Known = [.. Needed, "source", "note", "due"];

    /// <exception cref="InputException">All that is wrong with the file, by line and column.</exception>
    public static KeywordLibrary Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MaximumBytes)
            {
                throw new InputException(new InputProblem(file.Exists ? new Phrase("Detectors.FileTooLarge", $"{MaximumBytes >> 20}") : new Phrase("Detectors.NoFile"), path));
            }

            using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            return Parse(reader, Path.GetFileNameWithoutExtension(path), path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new InputException(new InputProblem(new Phrase("Detectors.Unreadable", FileWords.Of(unreadable, path)), path));
        }
    }

    /// <param name="file">Named in problems.</param>
    public static KeywordLibrary Parse(TextReader reader, string name, string file)
    {
        var (problems, terms) = (new List<InputProblem>(), new List<KeywordTerm>());
        string[]? header = null;
        foreach (var (line, fields) in CsvRows.Read(reader))
        {
            if (problems.Count >= MostProblems || terms.Count > MaximumTerms)
            {
                break;
            }

            if (fields is null)
            {
                problems.Add(new InputProblem(new Phrase("Detectors.QuoteOpen"), file, line));
            }
            else if (header is null)
            {
                header = [.. fields.Select(field => field.Trim().TrimStart('\uFEFF').ToLowerInvariant())];
                problems.AddRange(Needed.Except(header).Select(column => new InputProblem(new Phrase("Detectors.ColumnMissing", column), file, line, Hint: new Phrase("Detectors.KnownColumns", string.Join(", ", Known)))));
                if (problems.Count > 0)
                {
                    break;
                }
            }
            else if (Term(header, fields, line, file, problems) is { } term)
            {
                terms.Add(term);
            }
        }

        if (terms.Count > MaximumTerms)
        {
            problems.Add(new InputProblem(new Phrase("Detectors.TooManyTerms", $"{MaximumTerms}"), file));
        }
        else if (problems.Count == 0 && terms.Count == 0)
        {
            problems.Add(new InputProblem(new Phrase("Detectors.NoTerms"), file));
        }

        return problems.Count == 0 ? new KeywordLibrary(name, terms) : throw new InputException([.. problems]);
    }

    private static KeywordTerm? Term(string[] header, string[] fields, int line, string file, List<InputProblem> problems)
    {
        var before = problems.Count;
        var (term, kind, language, due) = (Field("term"), Field("class"), Field("language"), Field("due"));
        foreach (var (column, value) in new[] { ("term", term), ("class", kind), ("language", language) })
        {
            if (value is null)
            {
                problems.Add(new InputProblem(new Phrase("Detectors.FieldEmpty", column), file, line, column));
            }
        }

        if (term is { Length: > LongestTerm } || (term is not null && !term.Any(char.IsLetterOrDigit)))
        {
            problems.Add(new InputProblem(new Phrase(term.Length > LongestTerm ? "Detectors.TermTooLong" : "Detectors.TermWithoutLetters", $"{LongestTerm}"), file, line, "term"));
        }

        DateOnly? day = null;
        if (due is not null)
        {
            if (DateOnly.TryParseExact(due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            {
                day = read;
            }
            else
            {
                problems.Add(new InputProblem(new Phrase("Detectors.NotADay", due), file, line, "due"));
            }
        }

        return problems.Count > before ? null : new KeywordTerm(term!, kind!, language!, Field("source"), Field("note"), day, line);

        string? Field(string column) => Array.IndexOf(header, column) is >= 0 and var at && at < fields.Length && fields[at].Trim() is { Length: > 0 } value ? value : null;
    }
}
