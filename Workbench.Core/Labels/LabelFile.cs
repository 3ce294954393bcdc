using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Labels;

/// <summary>Reads labels from CSV: <c>item</c>, or <c>sample</c> and <c>candidate</c>; <c>label</c> (pass, fail, unclear); perhaps <c>note</c>.</summary>
public static class LabelFile
{
    public const int LongestNote = 2000;
    private const int MostRows = 200_000;
    private const int MostProblems = 100;

    /// <exception cref="InputException">Everything wrong with the file, by line and field; nothing of it is taken.</exception>
    public static ImmutableArray<LabelDraft> Read(string path, LabelQueue queue)
    {
        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            return Parse(reader, path, queue);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new InputException(new InputProblem(new Phrase("Labels.Unreadable", FileWords.Of(unreadable, path)), path));
        }
    }

    internal static ImmutableArray<LabelDraft> Parse(TextReader reader, string path, LabelQueue queue)
    {
        var (problems, drafts) = (new List<InputProblem>(), new List<LabelDraft>());
        var byKey = queue.Items.ToDictionary(item => item.Key, StringComparer.OrdinalIgnoreCase);
        var byName = queue.Items.ToDictionary(item => (item.Sample.Id, item.Candidate));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string[]? header = null;
        foreach (var (line, fields) in CsvRows.Read(reader))
        {
            if (fields is null)
            {
                problems.Add(new InputProblem(new Phrase("Labels.QuoteOpen"), path, line));
            }
            else if (header is null)
            {
                header = [.. fields.Select(field => field.Trim().TrimStart('\uFEFF'))];
                if (!header.Contains("label") || !(header.Contains("item") || (header.Contains("sample") && header.Contains("candidate"))))
                {
                    throw new InputException(new InputProblem(new Phrase("Labels.HeaderWrong"), path, line));
                }
            }
            else if (Draft(line, header.Zip(fields).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second.Trim(), StringComparer.Ordinal)) is { } draft)
            {
                drafts.Add(draft);
            }

            if (problems.Count >= MostProblems || drafts.Count > MostRows)
            {
                break;
            }
        }

        if (drafts.Count == 0 && problems.Count == 0)
        {
            problems.Add(new InputProblem(new Phrase("Labels.NoRows"), path));
        }

        return problems.Count == 0 ? [.. drafts] : throw new InputException([.. problems]);

        LabelDraft? Draft(int line, Dictionary<string, string> row)
        {
            var item = row.GetValueOrDefault("item") is { Length: > 0 } key ? byKey.GetValueOrDefault(key) : byName.GetValueOrDefault((row.GetValueOrDefault("sample", ""), row.GetValueOrDefault("candidate", "")));
            var value = Value(row.GetValueOrDefault("label"));
            var note = row.GetValueOrDefault("note") is { Length: > 0 } words ? words : null;
            problems.AddRange(((InputProblem?[])
            [
                item is null ? new InputProblem(new Phrase("Labels.NoSuchAnswer", row.GetValueOrDefault("item") is { Length: > 0 } named ? named : $"{row.GetValueOrDefault("sample")} / {row.GetValueOrDefault("candidate")}"), path, line, "item") : null,
                value is null ? new InputProblem(new Phrase("Labels.NoSuchLabel", row.GetValueOrDefault("label", "")), path, line, "label") : null,
                note?.Length > LongestNote ? new InputProblem(new Phrase("Labels.NoteTooLong", LongestNote.ToString(CultureInfo.InvariantCulture)), path, line, "note") : null,
                item is not null && !seen.Add(item.Key) ? new InputProblem(new Phrase("Labels.TwiceInFile", item.Key), path, line, "item") : null,
            ]).OfType<InputProblem>());
            return item is null || value is null ? null : new LabelDraft(item, value.Value, note);
        }
    }

    /// <summary>A label by its name in files and commands; null for none.</summary>
    public static LabelValue? Value(string? name) => name?.Trim().ToLowerInvariant() switch
    {
        "pass" or "1" => LabelValue.Pass,
        "fail" or "2" => LabelValue.Fail,
        "unclear" or "3" => LabelValue.Unclear,
        _ => null,
    };
}
