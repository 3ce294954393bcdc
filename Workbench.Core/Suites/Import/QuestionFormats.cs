using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Workbench.Core.Inference;

namespace Workbench.Core.Suites.Import;

/// <summary>Data sets of questions with one answer each: GSM8K (Cobbe et al. 2021), BoolQ (Clark et al. 2019), HaluEval QA (Li et al. 2023), SelfAware (Yin et al. 2023).</summary>
internal static class QuestionFormats
{
    private const string Mark = "####";

    public static RowFormat Sums { get; } = new("gsm8k", ["question", "answer"], "en", "MIT", ["numeric"], (row, number) =>
    {
        if (row.Need("question", "prompt") is not { } question || row.Need("answer", "target") is not { } answer)
        {
            return null;
        }

        var at = answer.LastIndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
        {
            row.Notes.Report(row.Line, "answer", "NoFinalAnswer", Mark);
            return null;
        }

        row.Notes.Take("answer", "metadata");
        return RowFormat.Sample(TruthfulFormats.Id(number), question, row.Line) with
        {
            Targets = [answer[(at + Mark.Length)..].Trim().Replace(",", "", StringComparison.Ordinal)],
            Metadata = TruthfulFormats.Pairs(("solution", answer[..at].Trim())),
        };
    })
    { Settings = new GenerateSettings(MaxTokens: 512), Looks = row => row.Find("answer") is SuiteScalar answer && answer.Text.Contains(Mark, StringComparison.Ordinal) };

    public static RowFormat YesNo { get; } = new("boolq", ["question", "answer", "passage"], "en", "CC-BY-SA-3.0", ["choice-likelihood"], (row, number) =>
    {
        if (row.Need("question", "prompt") is not { } question || row.Need("passage", "context") is not { } passage || row.Need("answer", "target") is null || row.YesNo("answer", "target") is not { } answer)
        {
            return null;
        }

        return RowFormat.Sample(TruthfulFormats.Id(number), $"{passage}\nQuestion: {question.TrimEnd('?', ' ')}?\nAnswer:", row.Line) with
        {
            Context = passage,
            Choices = ["no", "yes"],
            TargetChoice = answer ? 1 : 0,
            Targets = [answer ? "yes" : "no"],
            Cluster = Same(passage),
        };
    });

    public static RowFormat MadeUp { get; } = new("halueval-qa", ["knowledge", "question", "right_answer", "hallucinated_answer"], "en", "MIT", ["discrimination"], (row, number) =>
        row.Need("question", "prompt") is not { } question || row.Need("knowledge", "context") is not { } knowledge || row.Need("right_answer", "target") is not { } right
            || row.Need("hallucinated_answer", "distractors") is not { } wrong ? null
        : RowFormat.Sample(TruthfulFormats.Id(number), question, row.Line) with { Context = knowledge, Targets = [right], Distractors = [wrong], Cluster = Same(knowledge) });

    public static RowFormat SelfAware { get; } = new("selfaware", ["question_id", "question", "answer", "answerable"], "en", "CC-BY-SA-4.0", ["claim-outcome", "abstention"], (row, number) =>
        row.Need("question", "prompt") is not { } question ? null
        : RowFormat.Sample(row.Text("question_id", "id") ?? TruthfulFormats.Id(number), question, row.Line) with
        {
            Targets = TruthfulFormats.Distinct(row.Texts("answer", "target")),
            Answerable = row.YesNo("answerable", "answerable") ?? true,
            Tags = TruthfulFormats.Distinct([row.Text("source", "tags") ?? ""]),
        });

    /// <summary>Questions on one passage belong together: their answers are not independent.</summary>
    private static string Same(string passage) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(passage)))[..12];
}
