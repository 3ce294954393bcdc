using System.Globalization;
using Workbench.Core.Decisions;

namespace Workbench.Core.Reports;

/// <summary>What was decided, by whom, on what evidence, each step with its entry in the log.</summary>
internal static class ReportDecision
{
    public static void Write(HtmlWriter html, DecisionRecord record, DateTimeOffset now)
    {
        var (decision, proposal) = (record.Decision, record.Decision.Proposal);
        html.Heading("decision", "DecisionHeading");
        html.Facts(
            ("DecisionState", html.Words($"State{decision.State}")),
            ("DecidedCandidate", proposal.Candidate),
            ("CandidateHash", proposal.CandidateHash),
            ("FieldOfUse", proposal.FieldOfUse),
            ("Rationale", proposal.Rationale),
            ("Conditions", string.Join(html.Words("ListSeparator"), decision.Conditions)),
            ("ExpiresAt", decision.ExpiresAt is { } end ? HtmlWriter.Time(end) : null),
            ("EvidenceHash", proposal.AssessmentSha256));
        if (!record.EvidenceUnchanged)
        {
            html.Element("p", html.Words("EvidenceChanged"), "warning");
        }

        if (decision.HasExpired(now))
        {
            html.Element("p", html.Words("Expired"), "warning");
        }

        html.Block("table", () => html.HeaderRow("StepColumn", "PersonColumn", "ReasonColumn", "TimeColumn", "LogIndexColumn").Block("tbody", () =>
        {
            foreach (var step in decision.Steps)
            {
                html.Block("tr", () => html
                    .Element("td", html.Words($"State{step.State}"))
                    .Element("td", step.ActorName)
                    .Element("td", step.Reason)
                    .Element("td", HtmlWriter.Time(step.At))
                    .Element("td", step.LogIndex.ToString(CultureInfo.InvariantCulture), "number"));
            }
        }), "grid");
    }
}
