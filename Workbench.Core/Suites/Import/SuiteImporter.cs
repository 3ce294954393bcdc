using System.Collections.Immutable;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Suites.Import;

/// <summary>Makes suites of the files of other tools and of published data sets. Gives the whole suite with all that did not map, or all problems at once.</summary>
public static class SuiteImporter
{
    private const string DataFile = "samples.jsonl";
    private const string Promptfoo = "promptfoo";
    private const string Harness = "lm-eval";

    private static readonly RowFormat[] RowFormats =
    [
        InstructionFormat.Format, QuestionFormats.MadeUp, QuestionFormats.SelfAware, TruthfulFormats.Table, TruthfulFormats.Chinese, TruthfulFormats.Choices, TruthfulFormats.ChineseChoices, QuestionFormats.YesNo, QuestionFormats.Sums,
        ChineseFormats.SafetyBench(), ChineseFormats.SafetyQuestions, ChatFormats.OpenAi, ChatFormats.Inspect,
    ];

    /// <summary>Formats by the names that a request may have.</summary>
    public static ImmutableArray<string> Formats { get; } = [Table, Promptfoo, Harness, .. RowFormats.Select(format => format.Name)];

    private const string Table = "table";

    /// <exception cref="InputException">Everything wrong with the file, by line and field.</exception>
    public static SuiteImport Read(ImportRequest request)
    {
        var notes = new ImportNotes(request.Path);
        if (request.Format is { } format && !Formats.Contains(format))
        {
            throw new InputException(new InputProblem(new Phrase("Suites.Import.NoSuchFormat", format), Field: "--format", Hint: new Phrase("Suites.Import.KnownFormats", string.Join(", ", Formats))));
        }

        SuiteDraft? draft;
        try
        {
            draft = Draft(request, notes);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.Unreadable", FileWords.Of(unreadable, request.Path)), request.Path));
        }

        if (draft is null || notes.Problems.Count > 0)
        {
            throw new InputException(SuiteReader.Told(notes.Problems, request.Path));
        }

        if (request.License is null && draft.License is { } license)
        {
            notes.Note(null, "license", "LicenseAssumed", license);
        }

        return new SuiteImport(Checked(Suite(draft, request), request.Path), draft.Format, [.. notes.Taken.Where(field => field.To.Length > 0)], [.. notes.Notes]);
    }

    private static SuiteDraft? Draft(ImportRequest request, ImportNotes notes)
    {
        var isYaml = Path.GetExtension(request.Path).ToLowerInvariant() is ".yaml" or ".yml";
        if (!isYaml && request.Format is not (Promptfoo or Harness))
        {
            return Rows(request, notes);
        }

        var text = ForeignTable.Whole(request.Path, request.Path);
        if (YamlNodes.Read(text, request.Path) is not SuiteMap root)
        {
            notes.Report(1, null, "NotDocument");
            return null;
        }

        var format = request.Format ?? (root.Entries.Any(entry => entry.Name.Text is "output_type" or "doc_to_text" or "task") ? Harness : Promptfoo);
        return format == Harness ? new HarnessTask(root, text, notes).Read(request.Limit) : new PromptfooConfig(root, notes).Read(request.Limit);
    }

    private static SuiteDraft? Rows(ImportRequest request, ImportNotes notes)
    {
        RowFormat? format = null;
        var samples = new List<Sample>();
        var columns = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var map in ForeignTable.Read(request.Path, notes))
        {
            var row = new ImportRow(map, notes);
            columns.AddRange(row.Columns.Where(seen.Add));
            format ??= Format(row, request, columns);
            if (format.Read(row, ++number) is { } sample)
            {
                samples.Add(sample);
                samples.AddRange(format.Further(row, sample));
            }

            if (samples.Count >= (request.Limit ?? SuiteFile.MaximumSamples + 1) || notes.IsHopeless)
            {
                break;
            }
        }

        if (format is null)
        {
            if (notes.Problems.Count == 0)
            {
                notes.Report(null, null, "NoRows");
            }

            return null;
        }

        foreach (var column in columns.Where(column => column.Length > 0 && !notes.Uses(column)))
        {
            notes.Note(null, column, "ColumnNotTaken");
        }

        return new SuiteDraft(format.Name, format.Language, samples)
        {
            License = format.License,
            Region = format.Region,
            Settings = format.Settings,
            Scorers = [.. format.Scorers.Select(kind => new ScorerSpec(kind))],
        };
    }

    private static RowFormat Format(ImportRow first, ImportRequest request, IReadOnlyList<string> columns)
    {
        var named = request.Format;
        var format = named is null && request.Map is { IsEmpty: false } ? null
            : named is null ? RowFormats.FirstOrDefault(each => each.Fits(first))
            : RowFormats.FirstOrDefault(each => each.Name == named);
        if (format?.Name == ChineseFormats.SafetyBench().Name)
        {
            return ChineseFormats.SafetyBench(ChineseFormats.AnswersBeside(request.Path));
        }

        if (format is not null)
        {
            return format;
        }

        var map = PlainTable.Mapping(request.Map, [.. columns], request.Path, request.MapIsWhole);
        return map.ContainsKey("prompt") ? PlainTable.Format(map)
            : throw new InputException(new InputProblem(new Phrase("Suites.Import.NoPrompt"), request.Path, first.Line, Hint: new Phrase("Suites.Import.MapPrompt", string.Join(", ", columns))));
    }

    private static PromptSuite Suite(SuiteDraft draft, ImportRequest request)
    {
        var language = request.Language ?? draft.Language;
        var scorers = request.Scorer is { } kind ? [new ScorerSpec(kind)] : draft.Scorers;
        return new PromptSuite(
            request.Name ?? Named(draft.Name ?? Path.GetFileNameWithoutExtension(request.Path)), 1, language, draft.Region, draft.Description, request.License ?? draft.License, null, null, draft.Settings, draft.Repeats, scorers,
            [.. draft.Samples.Select(sample => sample with
            {
                Language = sample.Language.Length == 0 ? language : sample.Language,
                Region = sample.Region ?? draft.Region,
                Scorers = request.Scorer is null ? sample.Scorers : [],
            })],
            "")
        { FewShot = draft.FewShot };
    }

    // The reader of suites has the last word; what it finds is told by the lines of the file that the samples came from.
    private static PromptSuite Checked(PromptSuite suite, string file)
    {
        try
        {
            return SuiteFile.Parse(SuiteYaml.Write(suite, DataFile), file, _ => new StringReader(string.Join('\n', SuiteYaml.Lines(suite))));
        }
        catch (InputException wrong)
        {
            throw new InputException([.. wrong.Problems.Select(problem => problem.File != DataFile ? problem with { Line = null }
                : problem with { File = file, Line = problem.Line is { } line && line <= suite.Samples.Length ? suite.Samples[line - 1].Line : null })]);
        }
    }

    private static string Named(string text)
    {
        var name = new StringBuilder();
        foreach (var letter in text)
        {
            name.Append(char.IsLetterOrDigit(letter) || letter is '.' or '_' or ' ' or '-' ? letter : '-');
        }

        var plain = name.ToString().TrimStart('.', '_', ' ', '-').TrimEnd();
        return plain.Length == 0 ? "imported" : plain[..Math.Min(plain.Length, 100)];
    }
}
