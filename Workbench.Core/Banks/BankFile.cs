using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Workbench.Core.Language;
using Workbench.Core.Suites;
using Workbench.Core.Suites.Import;

namespace Workbench.Core.Banks;

/// <summary>What a file does not say of its questions.</summary>
/// <param name="Kind">For rows without one.</param>
/// <param name="Leaf">For rows without one.</param>
/// <param name="Format">A format of suites (<c>chinese-safetyqa</c>, <c>safetybench-zh</c>, …); null finds it out.</param>
public sealed record BankDefaults(BankKind? Kind = null, string? Leaf = null, string? Language = null, string? License = null, string? Source = null, string? Format = null);

/// <summary>Reads questions: JSONL or CSV with the fields of a question (<c>kind</c>, <c>leaf</c>, <c>language</c>, <c>text</c>, <c>target</c>, <c>choices</c>, <c>cluster</c>, <c>expected</c>, <c>source</c>, <c>license</c>, <c>note</c>, <c>due</c>),
/// and every format that suites are made of.</summary>
public static class BankFile
{
    public const int MostQuestions = 100_000;
    private const int MostProblems = 100;

    /// <exception cref="InputException">Everything wrong with the file, by line and field; nothing of it is taken.</exception>
    public static ImmutableArray<BankDraft> Read(string path, BankDefaults defaults, RiskTaxonomy taxonomy)
    {
        var problems = new List<InputProblem>();
        var drafts = new List<BankDraft>();
        foreach (var draft in Drafts(path, defaults, problems))
        {
            drafts.Add(draft);
            problems.AddRange(BankRules.Check(draft, taxonomy, path));
            if (problems.Count >= MostProblems)
            {
                break;
            }

            if (drafts.Count > MostQuestions)
            {
                problems.Add(new InputProblem(new Phrase("Banks.TooMany", $"{MostQuestions}"), path));
                break;
            }
        }

        if (drafts.Count == 0 && problems.Count == 0)
        {
            problems.Add(new InputProblem(new Phrase("Banks.NoQuestions"), path));
        }

        return problems.Count == 0 ? [.. drafts] : throw new InputException([.. problems.Take(MostProblems)]);
    }

    private static IEnumerable<BankDraft> Drafts(string path, BankDefaults defaults, List<InputProblem> problems)
    {
        List<Dictionary<string, string>>? rows = null;
        if (defaults.Format is null)
        {
            try
            {
                rows = Rows(path, problems);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                throw new InputException(new InputProblem(new Phrase("Banks.Unreadable", FileWords.Of(unreadable, path)), path));
            }
        }

        return rows is not null ? rows.Select(row => Draft(row, defaults, path, problems)).OfType<BankDraft>() : Foreign(path, defaults);
    }

    /// <returns>Null where the file is not of our own form: no field <c>text</c>.</returns>
    private static List<Dictionary<string, string>>? Rows(string path, List<InputProblem> problems)
    {
        var isCsv = path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
        if (!isCsv && !path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
        var rows = new List<Dictionary<string, string>>();
        string[]? header = null;
        foreach (var (line, row) in isCsv ? Csv(reader, path, problems) : Json(reader, path, problems))
        {
            header ??= [.. row.Keys];
            if (!header.Contains("text"))
            {
                return null;
            }

            row["#"] = line.ToString(CultureInfo.InvariantCulture);
            rows.Add(row);
            if (problems.Count >= MostProblems || rows.Count > MostQuestions)
            {
                break;
            }
        }

        return rows;
    }

    private static IEnumerable<(int Line, Dictionary<string, string> Row)> Csv(StreamReader reader, string path, List<InputProblem> problems)
    {
        string[]? header = null;
        foreach (var (line, fields) in CsvRows.Read(reader))
        {
            if (fields is null)
            {
                problems.Add(new InputProblem(new Phrase("Banks.QuoteOpen"), path, line));
            }
            else if (header is null)
            {
                header = [.. fields.Select(field => field.Trim().TrimStart('\uFEFF'))];
            }
            else
            {
                yield return (line, header.Zip(fields).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
            }
        }
    }

    private static IEnumerable<(int Line, Dictionary<string, string> Row)> Json(StreamReader reader, string path, List<InputProblem> problems)
    {
        foreach (var (line, text) in DataLines.Read(reader))
        {
            if (text is not null && string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            Dictionary<string, string>? row = null;
            try
            {
                using var document = JsonDocument.Parse(text ?? "");
                row = document.RootElement.ValueKind != JsonValueKind.Object ? null
                    : document.RootElement.EnumerateObject().DistinctBy(field => field.Name).ToDictionary(field => field.Name, field => Text(field.Value), StringComparer.Ordinal);
            }
            catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
            {
                // A half surrogate pair is told as what it is: no text.
            }

            if (row is null)
            {
                problems.Add(new InputProblem(new Phrase("Banks.NotAnObject"), path, line));
            }
            else
            {
                yield return (line, row);
            }
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        JsonValueKind.Array => string.Join('\u001F', value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };

    private static BankDraft? Draft(Dictionary<string, string> row, BankDefaults defaults, string path, List<InputProblem> problems)
    {
        var line = int.Parse(row["#"], CultureInfo.InvariantCulture);
        var kind = Field("kind") is { } name ? BankNames.Kind(name) : defaults.Kind;
        DateOnly? due = null;
        if (Field("due") is { } day)
        {
            if (DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            {
                due = read;
            }
            else
            {
                problems.Add(new InputProblem(new Phrase("Banks.NotADay", day), path, line, "due"));
            }
        }

        if (kind is null)
        {
            problems.Add(new InputProblem(new Phrase("Banks.NoKind"), path, line, "kind", new Phrase("Banks.KnownKinds", string.Join(", ", Enum.GetValues<BankKind>().Select(BankNames.Of)))));
            return null;
        }

        return new BankDraft(kind.Value, Field("leaf") ?? defaults.Leaf ?? "", Field("language") ?? defaults.Language ?? "", Field("text") ?? "")
        {
            Target = Field("target"),
            Choices = [.. (Field("choices") ?? "") is var listed ? listed.Split(listed.Contains('\u001F') ? '\u001F' : '|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : []],
            Cluster = Field("cluster"),
            Expected = Field("expected"),
            Source = Field("source") ?? defaults.Source,
            License = Field("license") ?? defaults.License,
            Note = Field("note"),
            Due = due,
            Line = line,
        };

        string? Field(string field) => row.TryGetValue(field, out var value) && value.Trim() is { Length: > 0 } text ? text : null;
    }

    private static IEnumerable<BankDraft> Foreign(string path, BankDefaults defaults)
    {
        var import = SuiteImporter.Read(new ImportRequest(path, defaults.Format, License: defaults.License, Language: defaults.Language));
        return import.Suite.Samples.Select(sample => new BankDraft(
            defaults.Kind ?? (sample.ShouldRefuse switch { true => BankKind.ShouldRefuse, false => BankKind.ShouldAnswer, null => BankKind.Generated }),
            defaults.Leaf ?? ForeignLeaves.Of(import.Format, sample) ?? "",
            sample.Language,
            sample.Prompt)
        {
            Target = sample.Targets.FirstOrDefault(),
            Choices = sample.Choices,
            Cluster = sample.Cluster,
            Source = defaults.Source ?? $"{import.Format} {sample.Id}",
            License = import.Suite.License,
            Note = sample.Tags.IsEmpty ? null : string.Join(", ", sample.Tags),
            Line = sample.Line,
        });
    }
}
