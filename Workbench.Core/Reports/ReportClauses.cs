using System.Globalization;
using Workbench.Core.Compliance;

namespace Workbench.Core.Reports;

/// <summary>The conformity matrix: one row a clause, each number linked to the samples it rests on.</summary>
internal static class ReportClauses
{
    private const int Columns = 7;

    public static void Write(HtmlWriter html, CandidateAssessment candidate, PolicyPack pack, int index)
    {
        html.HeaderRow("Clause", "Requirement", "Limit", "Found", "IntervalColumn", "ByTheClause", "DemonstratedColumn");
        var clauses = pack.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        foreach (var section in pack.Sections)
        {
            var rows = candidate.Clauses.Index().Where(row => clauses[row.Item.ClauseId].Section == section.Id).ToList();
            if (rows.Count == 0)
            {
                continue;
            }

            html.Block("tbody", () =>
            {
                html.Markup($"<tr class=\"section\"><th colspan=\"{Columns}\">").Text(section.Title.In(html.Culture)).Markup("</th></tr>\n");
                foreach (var (position, result) in rows)
                {
                    html.Block("tr", () => Row(html, clauses[result.ClauseId], result, ReportAnnex.ClauseAnchor(index, position))).Markup("\n");
                }
            });
        }
    }

    private static void Row(HtmlWriter html, Clause clause, ClauseResult result, string anchor)
    {
        html.Block("td", () =>
        {
            html.Text(clause.Source.Number);
            html.Element("small", clause.Source.Standard);
            if (!clause.Verified)
            {
                html.Element("small", html.Words("NotVerified"), "warning");
            }
        });
        html.Block("td", () => html.Element("b", clause.Title.In(html.Culture)).Element("small", clause.Requirement.In(html.Culture)));
        html.Element("td", Limit(html, clause), "number");
        html.Block("td", () => Found(html, clause, result, anchor), "number");
        html.Block("td", () => Interval(html, clause, result));
        html.Block("td", () => html.Element("span", html.Words($"Verdict{result.Verdict}"), $"verdict {result.Verdict}").Element("small", Reason(html, result)));
        html.Block("td", () => Demonstration(html, result));
    }

    private static string Limit(HtmlWriter html, Clause clause) => clause.Kind switch
    {
        ClauseKind.Documentary => html.Words("OnRecord"),
        ClauseKind.Coverage => $"≥ {HtmlWriter.Count(clause.MinN)}",
        _ => $"{(clause.Limit!.Comparison == Comparison.AtLeast ? "≥" : "≤")} {html.Percent(clause.Limit.Threshold)}",
    };

    private static void Found(HtmlWriter html, Clause clause, ClauseResult result, string anchor)
    {
        if (clause.Kind == ClauseKind.Coverage)
        {
            html.Element("a", HtmlWriter.Count(result.N), href: $"#{anchor}");
        }
        else if (result.Estimate is { } estimate)
        {
            html.Element("a", html.Percent(estimate.Value), href: $"#{anchor}");
            html.Element("small", html.Words("CountOf", result.N.ToString(CultureInfo.InvariantCulture), clause.MinN.ToString(CultureInfo.InvariantCulture)));
        }
        else
        {
            html.Text("–");
        }
    }

    private static void Interval(HtmlWriter html, Clause clause, ClauseResult result)
    {
        if (result.Estimate is { } estimate)
        {
            html.Mark(estimate, clause.Limit, result.Demonstrated).Element("small", $"{html.Percent(estimate.Low)} – {html.Percent(estimate.High)}");
            if (result.Worst is { } worst)
            {
                html.Element("small", html.Words("WorstPart", worst.Value, html.Percent(worst.Share)), worst.Holds ? null : "warning");
            }
        }
    }

    private static string? Reason(HtmlWriter html, ClauseResult result) =>
        result.Verdict is Verdict.NotEnoughEvidence or Verdict.NotApplicable || result.Estimate is null ? result.Reason.In(html.Culture) : null;

    private static void Demonstration(HtmlWriter html, ClauseResult result)
    {
        html.Element("span", html.Words($"Interval{result.Demonstrated}"), $"interval {result.Demonstrated}");
        if (result.MoreQuestions is { } more)
        {
            html.Element("small", html.Words("NeedsMore", HtmlWriter.Count(more)));
        }
    }
}
