using Workbench.Core.Banks;
using Workbench.Core.Reports.Blocks;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Exports;
using Workbench.Core.Suites;

namespace Workbench.Core.Reports.Workbooks;

/// <summary>What a filing asks for beside the form: annex 4 (keywords) and annex 5 (questions with answers and verdicts), the banks by leaf, and the record of the sampling.</summary>
internal static class FilingAnnexes
{
    private static readonly (string Sheet, Func<Sample, bool> Takes)[] Lists =
    [
        ("SheetGenerated", sample => sample.ShouldRefuse is null),
        ("SheetShouldRefuse", sample => sample.ShouldRefuse == true),
        ("SheetShouldAnswer", sample => sample.ShouldRefuse == false),
    ];

    public static async Task WriteAsync(ReportContent content, ReportTexts texts, SheetWriter sheets, Func<IAsyncEnumerable<SampleResult>> answers, CancellationToken cancellation)
    {
        await KeywordsAsync(content, texts, sheets, cancellation).ConfigureAwait(false);
        foreach (var (sheet, takes) in Lists)
        {
            await QuestionsAsync(content, texts, sheets, texts.Words(sheet), takes, answers(), cancellation).ConfigureAwait(false);
        }

        await CoverageAsync(content, texts, sheets, cancellation).ConfigureAwait(false);
        await DrawnAsync(content, texts, sheets, cancellation).ConfigureAwait(false);
    }

    private static async Task KeywordsAsync(ReportContent content, ReportTexts texts, SheetWriter sheets, CancellationToken cancellation)
    {
        await StartAsync(sheets, texts, texts.Words("SheetKeywords"), [30, 40, 40, 20], cancellation, "KeywordColumn", "FirstClass", "SecondClass", "LibraryColumn").ConfigureAwait(false);
        foreach (var library in content.Keywords)
        {
            foreach (var term in library.Library.Terms)
            {
                var (first, second) = Classes(content, term.Class, texts);
                await sheets.AddAsync([new(term.Term), new(first), new(second), new(library.Library.Name)], cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task QuestionsAsync(ReportContent content, ReportTexts texts, SheetWriter sheets, string name, Func<Sample, bool> takes, IAsyncEnumerable<SampleResult> answers, CancellationToken cancellation)
    {
        string[] columns = ["NumberColumn", "QuestionColumn", "FirstClass", "SecondClass", "ModelAnswer", "JudgedColumn", "SampleColumn"];
        double[] widths = [8, 50, 26, 26, 60, 14, 14];
        var samples = content.Suite.Samples.Where(takes).ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        await StartAsync(sheets, texts, name, widths, cancellation, columns).ConfigureAwait(false);
        var number = 0;
        await foreach (var result in answers.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (!content.Candidates.Contains(result.Candidate) || !samples.TryGetValue(result.SampleId, out var sample))
            {
                continue;
            }

            if (!sheets.HasRoom)
            {
                await StartAsync(sheets, texts, name, widths, cancellation, columns).ConfigureAwait(false);
            }

            number++;
            var (first, second) = Classes(content, LeafOf(sample), texts);
            await sheets.AddAsync(
            [
                new($"{number}") { Number = number },
                new(sample.Prompt), new(first), new(second),
                new(result.Error is { } error ? $"{texts.Words("ErrorLabel")}{texts.Words("Colon")}{texts.Say(error)}" : result.Answer ?? ""),
                new(texts.Words(ExportSource.Passes(result) switch { true => "JudgedPass", false => "JudgedFail", null => "JudgedOpen" })),
                new(sample.Id),
            ], cancellation).ConfigureAwait(false);
        }
    }

    private static async Task CoverageAsync(ReportContent content, ReportTexts texts, SheetWriter sheets, CancellationToken cancellation)
    {
        await StartAsync(sheets, texts, texts.Words("SheetCoverage"), [18, 36, 50, 12, 12, 12, 12], cancellation, "BankName", "FirstClass", "SecondClass", "AcceptedColumn", "LeastColumn", "MissingColumn", "InReviewColumn").ConfigureAwait(false);
        foreach (var bank in content.Banks)
        {
            foreach (var leaf in bank.Leaves)
            {
                var (first, second) = Classes(content, leaf.Leaf.Id, texts);
                await sheets.AddAsync([new(texts.Words($"Bank.{bank.Kind}")), new(first), new(second), ReportTexts.Number(leaf.Accepted), ReportTexts.Number(leaf.Least), ReportTexts.Number(leaf.Missing), ReportTexts.Number(leaf.InReview)], cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task DrawnAsync(ReportContent content, ReportTexts texts, SheetWriter sheets, CancellationToken cancellation)
    {
        await StartAsync(sheets, texts, texts.Words("SheetSampling"), [14, 18, 30, 12, 10, 40], cancellation, "SampleColumn", "BankName", "SecondClass", "LanguageColumn", "RevisionColumn", "SourceColumn").ConfigureAwait(false);
        var asked = content.Run.Limit is { } limit ? content.Suite.Samples.Take(limit) : content.Suite.Samples;
        foreach (var sample in asked)
        {
            var bank = BankNames.Kind(sample.Metadata.GetValueOrDefault("bank"));
            await sheets.AddAsync([new(sample.Id), new(bank is { } kind ? texts.Words($"Bank.{kind}") : content.Suite.Name), new(Classes(content, LeafOf(sample), texts).Second), new(sample.Language), new(sample.Metadata.GetValueOrDefault("revision") ?? ""), new(sample.Metadata.GetValueOrDefault("source") ?? "")], cancellation).ConfigureAwait(false);
        }
    }

    private static Task StartAsync(SheetWriter sheets, ReportTexts texts, string name, double[] widths, CancellationToken cancellation, params string[] columns) =>
        sheets.StartAsync(name, [.. columns.Select(column => texts.Words(column))], widths, cancellation);

    private static string LeafOf(Sample sample) => sample.Tags.Select(tag => tag.StartsWith("gbt.", StringComparison.Ordinal) ? tag[4..] : tag).FirstOrDefault() ?? "";

    /// <summary>Class and leaf in words; a leaf that the taxonomy does not know stands for itself.</summary>
    private static (string First, string Second) Classes(ReportContent content, string leafId, ReportTexts texts) =>
        content.Taxonomy?.Find(leafId) is { } leaf
            ? (content.Taxonomy.Classes.FirstOrDefault(one => one.Id == leaf.Class)?.In(texts.Culture) ?? leaf.Class, leaf.In(texts.Culture))
            : content.Taxonomy?.Classes.FirstOrDefault(one => one.Id == leafId) is { } whole ? (whole.In(texts.Culture), "") : ("", leafId);
}
