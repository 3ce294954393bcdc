using System.Globalization;
using Workbench.Core.Compliance;
using Workbench.Core.Language;
using Workbench.Core.Runs;

namespace Workbench.Core.Reports;

/// <summary>The results: clause by clause for an assessment, number by number for a run.</summary>
internal static class ReportResults
{
    public static void Write(HtmlWriter html, ReportContent content, ReportAnnex annex)
    {
        html.Heading("results", "Results");
        if (content is not { Assessment: { } assessment, Pack: { } pack })
        {
            Metrics(html, content);
            return;
        }

        foreach (var (index, candidate) in assessment.Candidates.Index())
        {
            html.Element("h3", candidate.Name);
            html.Block("table", () => ReportClauses.Write(html, candidate, pack, index), "grid clauses").Markup("\n");
        }

        html.Heading("findings", "Findings");
        foreach (var (index, candidate) in assessment.Candidates.Index())
        {
            Findings(html, candidate, pack, index);
        }

        Documents(html, pack);
        html.Heading("clause-samples", "ClauseSamples");
        annex.WriteClauses(html);
    }

    private static void Findings(HtmlWriter html, CandidateAssessment candidate, PolicyPack pack, int index)
    {
        html.Element("h3", candidate.Name);
        var findings = candidate.Clauses.Index()
            .Where(clause => clause.Item.Verdict is Verdict.DoesNotConform or Verdict.NotEnoughEvidence || clause.Item.Demonstrated is Demonstrated.Undecided)
            .ToList();
        if (findings.Count == 0)
        {
            html.Element("p", html.Words("NoFindings"));
            return;
        }

        var clauses = pack.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        html.Block("table", () =>
        {
            html.HeaderRow("Weight", "Clause", "Finding");
            html.Block("tbody", () =>
            {
                foreach (var (position, result) in findings.OrderBy(finding => Weight(finding.Item, clauses[finding.Item.ClauseId])))
                {
                    var clause = clauses[result.ClauseId];
                    html.Block("tr", () =>
                    {
                        html.Element("td", html.Words($"Weight{Weight(result, clause)}"));
                        html.Block("td", () => html.Element("a", clause.Source.Number, href: $"#{ReportAnnex.ClauseAnchor(index, position)}"));
                        html.Block("td", () => html.Element("b", clause.Title.In(html.Culture)).Text(html.Words("Colon")).Say(result.Reason));
                    });
                }
            });
        }, "grid");
    }

    /// <summary>0 major, 1 minor, 2 note.</summary>
    private static int Weight(ClauseResult result, Clause clause) => result.Verdict switch
    {
        Verdict.DoesNotConform => clause.Recommended ? 1 : 0,
        Verdict.NotEnoughEvidence => 1,
        _ => 2,
    };

    private static void Documents(HtmlWriter html, PolicyPack pack)
    {
        var documentary = pack.Clauses.Where(clause => clause.Kind == ClauseKind.Documentary).ToList();
        if (documentary.Count == 0)
        {
            return;
        }

        html.Heading("documents", "Documents");
        html.Block("table", () =>
        {
            html.HeaderRow("Clause", "Requirement", "EvidenceNeeded", "OnRecord");
            html.Block("tbody", () =>
            {
                foreach (var clause in documentary)
                {
                    html.Block("tr", () => html
                        .Element("td", clause.Source.Number)
                        .Element("td", clause.Requirement.In(html.Culture))
                        .Element("td", clause.Evidence?.In(html.Culture))
                        .Element("td", "☐"));
                }
            });
        }, "grid");
    }

    private static void Metrics(HtmlWriter html, ReportContent content)
    {
        foreach (var candidate in content.Metrics)
        {
            html.Element("h3", candidate.Name);
            html.Block("table", () =>
            {
                html.HeaderRow("Metric", "Found", "IntervalColumn", "AnswersColumn", "MethodColumn");
                html.Block("tbody", () =>
                {
                    foreach (var metric in candidate.Metrics)
                    {
                        html.Block("tr", () => Metric(html, metric));
                    }
                });
            }, "grid");
        }

        if (content.Run.Status != RunStatus.Finished)
        {
            html.Element("p", html.Words("RunNotFinished", content.Run.Answered.ToString(CultureInfo.InvariantCulture), content.Run.Expected.ToString(CultureInfo.InvariantCulture)), "warning");
        }
    }

    private static void Metric(HtmlWriter html, Statistics.Metric metric)
    {
        html.Element("th", ScoreMetrics.IsValidated(metric.Name) ? metric.Name : new Phrase("Runs.NotValidatedReason", metric.Name).In(html.Culture));
        if (metric.Estimate is not { } estimate)
        {
            html.Markup("<td colspan=\"4\">").Text(metric.Reason?.In(html.Culture)).Markup("</td>");
            return;
        }

        html.Block("td", () => html.Element("a", html.Percent(estimate.Value), href: "#annex"), "number");
        html.Block("td", () => html.Mark(estimate, null, Demonstrated.Undecided).Text($" {html.Percent(estimate.Low)} – {html.Percent(estimate.High)}"));
        html.Element("td", HtmlWriter.Count(estimate.N), "number").Element("td", estimate.Method);
    }
}
