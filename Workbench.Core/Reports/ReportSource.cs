using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Language;
using Workbench.Core.Runs;

namespace Workbench.Core.Reports;

/// <summary>Gathers what a report is about from the workspace.</summary>
/// <param name="history">Null in a workspace without a log.</param>
public sealed class ReportSource(IRunStore runs, IAssessmentStore assessments, TimeProvider clock, IReportHistory? history = null)
{
    /// <param name="subject">Id of a run, an assessment or a decision.</param>
    /// <exception cref="InputException">There is nothing of that id.</exception>
    public async Task<ReportContent> GatherAsync(string subject, CancellationToken cancellation)
    {
        var decision = history is null ? null : await history.DecisionAsync(subject, cancellation).ConfigureAwait(false);
        var assessment = await assessments.FindAsync(decision?.Proposal.AssessmentId ?? subject, cancellation).ConfigureAwait(false);
        var record = decision is null ? null : new DecisionRecord(decision, assessment is not null && (decision.Proposal.AssessmentSha256 is not { } named || named == assessment.Sha256));
        var run = await runs.FindAsync(assessment?.RunId ?? subject, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Reports.NoSuchSubject", subject), Field: "subject"));
        var pack = assessment is null ? null : await assessments.PackAsync(assessment.PackSha256, cancellation).ConfigureAwait(false);
        var suite = await runs.SuiteAsync(run.Id, cancellation).ConfigureAwait(false);
        var results = await runs.ResultsAsync(run.Id, cancellation).ToListAsync(cancellation).ConfigureAwait(false);
        var metrics = assessment is null ? run.Candidates.Select(candidate => new CandidateMetrics(candidate.Name, RunRates.Of(run, suite, results, candidate.Name))) : [];
        if (decision is not null)
        {
            assessment = assessment! with { Candidates = [.. assessment.Candidates.Where(candidate => candidate.Name == decision.Proposal.Candidate)] };
        }

        var log = history is null ? null : await history.HeadAsync(cancellation).ConfigureAwait(false);
        return new ReportContent(decision?.Id ?? assessment?.Id ?? run.Id, run, suite, [.. results], assessment, pack, [.. metrics], record, log, clock.GetUtcNow());
    }
}
