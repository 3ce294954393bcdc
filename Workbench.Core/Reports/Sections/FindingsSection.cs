using Workbench.Core.Compliance;
using Workbench.Core.Findings;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>What the numbers themselves object to, the gravest first.</summary>
internal static class FindingsSection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        if (content is not { Assessment: { } assessment, Pack: { } pack })
        {
            yield return texts.Text("NoFindings");
            yield break;
        }

        foreach (var block in Register(content, texts))
        {
            yield return block;
        }

        yield return texts.Text("FindingsNote");
        var clauses = pack.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        foreach (var (index, candidate) in assessment.Candidates.Index())
        {
            yield return new HeadingBlock(texts.Words("FindingsOf", candidate.Name));
            var findings = candidate.Clauses.Index().Where(clause => clause.Item.Verdict is Verdict.DoesNotConform or Verdict.NotEnoughEvidence || clause.Item.Demonstrated is Demonstrated.Undecided).ToList();
            yield return findings.Count == 0
                ? texts.Text("NoFindings")
                : texts.Table(texts.Words("FindingsOf", candidate.Name), ["Weight", "Clause", "Finding", "FailingColumn"], findings.OrderBy(each => Weight(each.Item, clauses[each.Item.ClauseId])).Select(each => ReportRow.Of(
                    ReportTexts.Cell(texts.Words($"Weight{Weight(each.Item, clauses[each.Item.ClauseId])}")),
                    new ReportCell(clauses[each.Item.ClauseId].Source.NumberIn(texts.Culture)) { Anchor = ReportAnnex.Anchor(index, each.Index) },
                    ReportTexts.Strong(clauses[each.Item.ClauseId].Title.In(texts.Culture), texts.Say(each.Item.Reason)),
                    ReportTexts.Number(each.Item.Failing.Length) with { Anchor = ReportAnnex.Anchor(index, each.Index) })));
        }
    }

    private static IEnumerable<ReportBlock> Register(ReportContent content, ReportTexts texts)
    {
        yield return texts.Heading("FindingsRegister");
        var findings = content.View?.Candidates.SelectMany(candidate => candidate.Findings).DistinctBy(finding => finding.Id).OrderBy(finding => finding.Content.Severity).ThenBy(finding => finding.Id, StringComparer.Ordinal).ToList() ?? [];
        if (findings.Count == 0)
        {
            yield return texts.Text("NoRegister");
            yield break;
        }

        yield return texts.Table(texts.Words("FindingsRegister"), ["FindingColumn", "SeverityColumn", "Finding", "FindingResponse", "OwnerColumn", "DueColumn", "StatusColumn"], findings.Select(finding => ReportRow.Of(
            new ReportCell(finding.Id) { Address = content.Addresses?.Subject(finding.Id) },
            ReportTexts.Cell(texts.Words($"Severity.{finding.Content.Severity}")),
            ReportTexts.Strong(finding.Content.Title, [.. About(finding), finding.Content.Fact, .. Named(finding, texts)]),
            ReportTexts.Cell(finding.Response?.Text ?? "–"),
            ReportTexts.Cell(texts.Person(content, finding.Owner)),
            new ReportCell(Day(finding.Due)) { Tone = finding.IsOverdue(DateOnly.FromDateTime(content.At.UtcDateTime)) ? "ShownAgainst" : null },
            ReportTexts.Cell(texts.Words($"FindingStatus.{finding.Status}")))), "register");
    }

    private static string[] About(Finding finding) => ((string?[])[finding.Content.Candidate, finding.Content.ClauseId]).OfType<string>().ToList() is { Count: > 0 } about ? [string.Join(" · ", about)] : [];

    private static IEnumerable<string> Named(Finding finding, ReportTexts texts)
    {
        foreach (var (key, value) in new[] { ("Cause", finding.Content.Cause), ("Risk", finding.Content.Risk), ("Recommendation", finding.Content.Recommendation), ("SamplesOf", finding.Content.Samples.IsEmpty ? null : texts.Join(finding.Content.Samples.Take(20).Select(sample => sample.SampleId))) })
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                yield return $"{texts.Words(key)}{texts.Words("Colon")}{value}";
            }
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>0 major, 1 minor, 2 note.</summary>
    private static int Weight(ClauseResult result, Clause clause) => result.Verdict switch
    {
        Verdict.DoesNotConform => clause.Recommended ? 1 : 0,
        Verdict.NotEnoughEvidence => 1,
        _ => 2,
    };
}
