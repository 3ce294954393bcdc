using Workbench.Core.Decisions;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>Document control: what this is about, by which rules, in what state, and where the log stood.</summary>
internal static class CoverSection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        var run = content.Run;
        foreach (var block in Concluded(content, texts))
        {
            yield return block;
        }

        yield return texts.Facts(
            ("ReportOn", content.Subject),
            ("Status", texts.Words(content.IsPreview ? "StatusPreview" : "StatusExported")),
            ("Classification", texts.Words("ClassificationInternal")),
            ("AssessmentId", content.Decision is null ? null : content.Assessment?.Id),
            ("RunId", run.Id),
            ("Candidates", texts.Join(content.Candidates)),
            ("ModelHash", texts.Join(content.Candidates.Select(name => run.Models?.GetValueOrDefault(name)?.Sha256).OfType<string>().Distinct())),
            ("Pack", content.Pack is { } pack ? $"{pack.Id} · {texts.Words("PackVersion", ReportTexts.Plain(pack.Version))}" : null),
            ("PackHash", content.Assessment?.PackSha256),
            ("AssessmentHash", content.AssessmentSha256),
            ("ViewHash", content.View is { Candidates: [{ } only] } ? only.Sha256 : content.View?.Sha256),
            ("Jurisdiction", Place(content.Pack?.Jurisdiction, texts)),
            ("Suite", texts.Words("SuiteVersion", content.Suite.Name, ReportTexts.Plain(content.Suite.Version))),
            ("SuiteHash", run.SuiteSha256),
            ("Period", run.FinishedAt is { } end ? $"{ReportTexts.Time(run.CreatedAt)} – {ReportTexts.Time(end)}" : ReportTexts.Time(run.CreatedAt)),
            ("AssessedBy", content.Assessment is { } made ? $"{texts.Person(content, made.By)}, {ReportTexts.Time(made.At)}" : null),
            ("ApprovedBy", texts.Join((content.Decision?.Decision.Steps ?? []).Where(step => step.Act == DecisionAct.Approve).Select(step => $"{step.ActorName}, {ReportTexts.Time(step.At)}"))),
            ("ReportMade", ReportTexts.Time(content.At)));
        yield return texts.Heading("Log");
        if (content.Log is not { } log)
        {
            yield return texts.Text("LogAbsent");
        }
        else
        {
            yield return texts.Facts(("LogOrigin", log.Origin), ("LogSize", ReportTexts.Count(log.Size)), ("LogRoot", log.Root), ("LogKey", log.Key));
            yield return texts.Text(log.Checkpoint is null ? "CheckpointAbsent" : "Checkpoint");
            if (log.Checkpoint is { } checkpoint)
            {
                yield return new TextBlock(checkpoint, TextKind.Verbatim);
            }
        }

        yield return new TextBlock(texts.Words("ContainsGenerated"), TextKind.Framed);
    }

    /// <summary>What it comes to, before everything else.</summary>
    private static IEnumerable<ReportBlock> Concluded(ReportContent content, ReportTexts texts) => content is { Kind: ReportKind.Audit, Assessment: { } assessment, Pack: { } pack }
        ? assessment.Candidates.Select(candidate => new TextBlock($"{candidate.Name}{texts.Words("Colon")}{candidate.Overall(pack).Headline(texts.Culture)}", TextKind.Framed))
        : [];

    public static string? Place(string? code, ReportTexts texts) => code switch
    {
        null => null,
        Compliance.PolicyPack.Anywhere => texts.Words("Anywhere"),
        "CN" or "EU" or "US" or "SG" => texts.Words($"Place{code}"),
        _ => code,
    };
}
