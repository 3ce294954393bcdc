using System.Collections.Immutable;
using System.Globalization;

namespace Workbench.Core.Suites.Import;

/// <summary>TruthfulQA (Lin, Hilton and Evans 2022) and HalluQA (Cheng et al. 2023), its Chinese counterpart.</summary>
internal static class TruthfulFormats
{
    public static RowFormat Table { get; } = new("truthfulqa", ["Question", "Best Answer", "Correct Answers", "Incorrect Answers"], "en", "Apache-2.0", ["claim-outcome"], (row, number) =>
        row.Need("Question", "prompt") is not { } question || row.Need("Best Answer", "target") is not { } best ? null
        : RowFormat.Sample(Id(number), question, row.Line) with
        {
            Targets = Distinct([best, .. Parts(row.Text("Correct Answers", "target"))]),
            Distractors = Distinct([row.Text("Best Incorrect Answer", "distractors") ?? "", .. Parts(row.Text("Incorrect Answers", "distractors"))]),
            Tags = Distinct([row.Text("Category", "tags") ?? "", row.Text("Type", "tags") ?? ""]),
            Metadata = Source(row.Text("Source", "metadata")),
        });

    public static RowFormat Choices { get; } = new("truthfulqa-mc", ["question", "mc1_targets"], "en", "Apache-2.0", ["choice-likelihood"], Choice);

    public static RowFormat Chinese { get; } = new("halluqa", ["Question", "Best Answer1", "Wrong_Answer1"], "zh-Hans", "Apache-2.0", ["claim-outcome"], (row, number) =>
        row.Need("Question", "prompt") is not { } question || row.Need("Best Answer1", "target") is not { } best ? null
        : RowFormat.Sample(row.Text("question_id", "id") ?? Id(number), question, row.Line) with
        {
            Targets = Distinct([best, .. Enumerable.Range(2, 3).Select(at => row.Text(Numbered("Best Answer", at), "target") ?? "")]),
            Distractors = Distinct([.. Enumerable.Range(1, 4).Select(at => row.Text(Numbered("Wrong_Answer", at), "distractors") ?? "")]),
            Tags = Distinct([row.Text("Category", "tags") ?? "", row.Text("Class", "tags") ?? "", row.Text("Question Pattern", "tags") ?? ""]),
            Metadata = Source(row.Text("Source", "metadata")),
        })
    { Region = "CN" };

    internal static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"q{number}");

    internal static ImmutableArray<string> Distinct(IEnumerable<string> texts) => [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];

    internal static ImmutableSortedDictionary<string, string> Source(string? source) => Pairs(("source", source));

    internal static ImmutableSortedDictionary<string, string> Pairs(params (string Name, string? Text)[] pairs) =>
        pairs.Where(pair => !string.IsNullOrEmpty(pair.Text)).ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Text!, StringComparer.Ordinal);

    private static string[] Parts(string? list) => list?.Split(';') ?? [];

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}{number}");

    // The single-true form. The form with several true answers has more choices than this sample: it would have to be a suite of its own with a list of right choices.
    private static Sample? Choice(ImportRow row, int number)
    {
        if (row.Need("question", "prompt") is not { } question)
        {
            return null;
        }

        row.Notes.Take("mc1_targets", "choices");
        if (row.Find("mc1_targets") is not SuiteMap answers || answers.Entries.Where(entry => entry.Value is SuiteScalar { Text: "1" }).Take(2).ToList() is not [var right])
        {
            row.Notes.Report(row.Line, "mc1_targets", "NotOneTrue");
            return null;
        }

        ImmutableArray<string> choices = [.. answers.Entries.Select(entry => entry.Name.Text).Distinct(StringComparer.Ordinal)];
        return RowFormat.Sample(Id(number), $"Q: {question}\nA:", row.Line) with { Choices = choices, TargetChoice = choices.IndexOf(right.Name.Text), Targets = [right.Name.Text] };
    }
}
