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

    public static RowFormat Choices { get; } = new("truthfulqa-mc", ["question", "mc1_targets"], "en", "Apache-2.0", ["choice-likelihood"], Choice) { Further = Several };

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

    /// <summary>HalluQA with choices: question and choices are one text, the answer <c>Answer: B</c>.</summary>
    public static RowFormat ChineseChoices { get; } = new("halluqa-mc", ["question_id", "question", "answer"], "zh-Hans", "Apache-2.0", ["choice-letter"], (row, number) =>
    {
        if (row.Need("question", "prompt") is not { } text || row.Need("answer", "target") is not { } answer)
        {
            return null;
        }

        if (Lettered(text) is not var (question, choices))
        {
            row.Notes.Report(row.Line, "question", "NoLetteredChoices");
            return null;
        }

        var letter = answer[(answer.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        var right = letter.Length == 1 ? letter[0] - 'A' : -1;
        if (right < 0 || right >= choices.Length)
        {
            row.Notes.Report(row.Line, "answer", "NoRightChoice");
            return null;
        }

        return RowFormat.Sample(row.Text("question_id", "id") ?? Id(number), $"{question}\n{ChineseFormats.Lettered(choices)}\n请只回答选项字母。", row.Line) with { Choices = choices, TargetChoice = right, Targets = [choices[right]] };
    })
    { Region = "CN", Looks = first => first.Text("answer", "target") is { } answer && answer.StartsWith("Answer:", StringComparison.Ordinal) && Lettered(first.Text("question", "prompt") ?? "") is not null };

    internal static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"q{number}");

    internal static ImmutableArray<string> Distinct(IEnumerable<string> texts) => [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];

    internal static ImmutableSortedDictionary<string, string> Source(string? source) => Pairs(("source", source));

    internal static ImmutableSortedDictionary<string, string> Pairs(params (string Name, string? Text)[] pairs) =>
        pairs.Where(pair => !string.IsNullOrEmpty(pair.Text)).ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Text!, StringComparer.Ordinal);

    private static string[] Parts(string? list) => list?.Split(';') ?? [];

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}{number}");

    // The letters come in their order, each set off by a space and followed by a colon; a colon inside an answer is none of them.
    private static (string Question, ImmutableArray<string> Choices)? Lettered(string text)
    {
        var plain = text.StartsWith("Question:", StringComparison.Ordinal) ? text["Question:".Length..] : text;
        List<int> starts = [];
        for (var letter = 'A'; letter <= 'Z' && plain.IndexOf($" {letter}:", starts.Count == 0 ? 0 : starts[^1] + 3, StringComparison.Ordinal) is >= 0 and var at; letter++)
        {
            starts.Add(at);
        }

        return starts.Count < 2 ? null : (plain[..starts[0]].Trim(), [.. starts.Select((at, i) => plain[(at + 3)..(i + 1 < starts.Count ? starts[i + 1] : plain.Length)].Trim())]);
    }

    // Two samples of one question, because MC1 and MC2 have other choices: each figure comes from its own, and none is mixed with the other's.
    private static Sample? Choice(ImportRow row, int number)
    {
        if (row.Need("question", "prompt") is not { } question)
        {
            return null;
        }

        if (Answers(row, "mc1_targets") is not { Right: [var right], Choices: var choices })
        {
            row.Notes.Report(row.Line, "mc1_targets", "NotOneTrue");
            return null;
        }

        return RowFormat.Sample(Id(number), $"Q: {question}\nA:", row.Line) with
        {
            Choices = choices,
            TargetChoice = right,
            Targets = [choices[right]],
            Cluster = Id(number),
            Tags = ["mc1"],
            Scorers = [Measuring("mc1")],
        };
    }

    private static IEnumerable<Sample> Several(ImportRow row, Sample single)
    {
        if (!row.Has("mc2_targets"))
        {
            yield break;
        }

        if (Answers(row, "mc2_targets") is not { Right: [var first, ..] right, Choices: var choices })
        {
            row.Notes.Report(row.Line, "mc2_targets", "NoneTrue");
            yield break;
        }

        yield return single with { Id = $"{single.Id}-mc2", Choices = choices, TargetChoice = first, Targets = [.. right.Select(index => choices[index])], Tags = ["mc2"], Scorers = [Measuring("mc2")] };
    }

    private static (ImmutableArray<string> Choices, ImmutableArray<int> Right)? Answers(ImportRow row, string field)
    {
        row.Notes.Take(field, "choices");
        if (row.Find(field) is not SuiteMap answers)
        {
            return null;
        }

        ImmutableArray<string> choices = [.. answers.Entries.Select(entry => entry.Name.Text).Distinct(StringComparer.Ordinal)];
        return (choices, [.. answers.Entries.Where(entry => entry.Value is SuiteScalar { Text: "1" }).Select(entry => choices.IndexOf(entry.Name.Text)).Distinct().Order()]);
    }

    private static ScorerSpec Measuring(string measure) => new("choice-likelihood", ImmutableSortedDictionary<string, string>.Empty.Add("measure", measure));
}
