using System.Globalization;
using Workbench.Core.Compliance;

namespace Workbench.Core.Reports;

/// <summary>What it comes to, for each candidate, on one page.</summary>
internal static class ReportSummary
{
    public static void Write(HtmlWriter html, Assessment assessment, PolicyPack pack)
    {
        html.Heading("summary", "Summary");
        foreach (var candidate in assessment.Candidates)
        {
            html.Block("section", () => Candidate(html, candidate, pack), "conclusion");
        }
    }

    private static void Candidate(HtmlWriter html, CandidateAssessment candidate, PolicyPack pack)
    {
        html.Block("h3", () => html.Text(candidate.Name).Text(": ").Say(ReportWords.Conclusion(candidate.Conclude(pack))));
        html.Block("ul", () =>
        {
            foreach (var verdict in Enum.GetValues<Verdict>().Where(verdict => candidate.Count(verdict) > 0))
            {
                html.Block("li", () => html.Element("b", Number(candidate.Count(verdict))).Text(" ").Say(ReportWords.Verdict(verdict)));
            }
        }, "counts");
        var measured = candidate.Clauses.Count(clause => clause.Demonstrated != Demonstrated.NotMeasured);
        html.Element("p", html.Words("ShownOf", Number(candidate.Clauses.Count(clause => clause.Demonstrated == Demonstrated.Shown)), Number(measured)));
        var titles = pack.Clauses.ToDictionary(clause => clause.Id, clause => $"{clause.Source.Number} {clause.Title.In(html.Culture)}", StringComparer.Ordinal);
        var failing = candidate.Clauses.Where(clause => clause.Verdict == Verdict.DoesNotConform).ToList();
        if (failing.Count > 0)
        {
            html.Element("p", html.Words("FailingClauses", string.Join(html.Words("ListSeparator"), failing.Select(clause => titles[clause.ClauseId]))));
        }

        if (!candidate.Integrity.Whole)
        {
            html.Element("p", html.Words("NotWhole"), "warning");
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
