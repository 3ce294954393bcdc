using Workbench.Core.Reports.Blocks;
using Workbench.Core.Runs;
using Workbench.Core.Statistics;

namespace Workbench.Core.Reports.Sections;

/// <summary>Claims by kind and domain, and the same numbers by language and region.</summary>
internal static class GroupTables
{
    private const int MostRows = 60;

    public static IEnumerable<ReportBlock> Claims(ReportContent content, ReportTexts texts)
    {
        yield return texts.Heading("ClaimsHeading");
        var claims = content.Summary.Candidates.SelectMany(each => each.Metrics.Where(metric => metric.Name.StartsWith("claim-outcome.", StringComparison.Ordinal) && ScoreMetrics.IsRate(metric.Name)).Select(metric => MetricTable.Row(each.Candidate.Name, metric, texts))).ToList();
        if (claims.Count == 0)
        {
            yield return texts.Text("NoClaimsAsked");
            yield break;
        }

        yield return texts.Table(texts.Words("ClaimsHeading"), MetricTable.Columns, claims);
        foreach (var block in Groups(content, texts, "tag", "field"))
        {
            yield return block;
        }
    }

    public static IEnumerable<ReportBlock> Fairness(ReportContent content, ReportTexts texts)
    {
        yield return texts.Heading("FairnessHeading");
        var blocks = Groups(content, texts, "language", "region").ToList();
        if (blocks.Count == 0)
        {
            yield return texts.Text("NoGroups");
        }

        foreach (var block in blocks)
        {
            yield return block;
        }

        var culture = content.Summary.Candidates.SelectMany(each => each.Metrics.Where(metric => metric.Name.StartsWith("cultural-fit.", StringComparison.Ordinal) || metric.Name.StartsWith("stereotype", StringComparison.Ordinal)).Select(metric => MetricTable.Row(each.Candidate.Name, metric, texts))).ToList();
        if (culture.Count > 0)
        {
            yield return texts.Table(texts.Words("CultureTable"), MetricTable.Columns, culture);
        }
    }

    /// <summary>A row a group, a column a candidate.</summary>
    private static IEnumerable<ReportBlock> Groups(ReportContent content, ReportTexts texts, params string[] dimensions)
    {
        foreach (var dimension in dimensions)
        {
            var groups = content.Summary.Candidates.SelectMany(each => each.Groups.Where(group => group.Dimension == dimension && group.Value.Length > 0).Select(group => (each.Candidate.Name, Group: group)))
                .GroupBy(each => each.Group.Value, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
            if (groups.Count > 0)
            {
                yield return new TableBlock(texts.Words($"By{dimension}"), [texts.Words("GroupColumn"), .. content.Candidates], [.. groups.Take(MostRows).Select(group => new ReportRow(
                    [Head(dimension, group.Key, content, texts), .. content.Candidates.Select(name => Cell(group.FirstOrDefault(each => each.Name == name).Group?.Metric, texts))]))]);
                yield return texts.Text("GroupNote", groups[0].First().Group.Metric.Name);
            }

            if (groups.Count > MostRows)
            {
                yield return texts.Text("AndMore", ReportTexts.Count(groups.Count - MostRows));
            }
        }
    }

    /// <summary>A tag of a risk by its name, the tag small below it.</summary>
    private static ReportCell Head(string dimension, string value, ReportContent content, ReportTexts texts) =>
        dimension == "tag" && texts.Risk(content, value) is var name && name != value ? ReportTexts.Strong(name, value) : ReportTexts.Strong(value);

    private static ReportCell Cell(Metric? metric, ReportTexts texts) => metric switch
    {
        { Estimate: { } estimate } => texts.Share(estimate, "annex") with { Notes = [texts.Words("GroupInterval", texts.Percent(estimate.Low), texts.Percent(estimate.High), ReportTexts.Plain(estimate.N))] },
        { Reason: { } reason } => ReportCell.Nothing with { Notes = [texts.Say(reason)] },
        _ => ReportCell.Nothing,
    };
}
