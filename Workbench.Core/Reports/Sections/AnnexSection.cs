using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>The answers behind the numbers, failing ones first.</summary>
internal static class AnnexSection
{
    /// <summary>Of a prompt or an answer; more is cut, and said so.</summary>
    public const int MostCharacters = 1500;

    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        yield return texts.Text("AnnexNote", ReportTexts.Count(content.Annex.Entries.Length), ReportTexts.Count(content.Annex.Answers), ReportTexts.Count(MostCharacters));
        var prompts = content.Suite.Samples.ToDictionary(sample => sample.Id, sample => sample.Prompt, StringComparer.Ordinal);
        foreach (var (place, result) in content.Annex.Entries.Index())
        {
            yield return new SampleBlock(
                $"{result.SampleId} · {result.Candidate}{(result.Repeat == 0 ? "" : FormattableString.Invariant($" · {result.Repeat + 1}"))}",
                ReportAnnex.Anchor(place),
                content.Addresses?.Sample(content.Run.Id, result.SampleId, result.Candidate, result.Repeat),
                Short(result.PromptSent ?? prompts.GetValueOrDefault(result.SampleId) ?? "", texts),
                Short(result.Error is { } error ? texts.Say(error) : result.Answer ?? "", texts),
                result.Error is not null,
                [.. result.Scores.Select(score => new ReportCell(texts.Words($"Outcome{score.Outcome}")) { Tone = score.Outcome.ToString(), Notes = [$"{score.Scorer}{texts.Words("Colon")}{Short(texts.Say(score.Reason), texts)}"] })]);
        }
    }

    private static string Short(string text, ReportTexts texts)
    {
        var shown = VisibleText.Cut(text, MostCharacters, out var left);
        return left == 0 ? shown : $"{shown} {texts.Words("CutOff", ReportTexts.Count(left))}";
    }
}
