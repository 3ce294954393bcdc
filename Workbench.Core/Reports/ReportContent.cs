using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Log;
using Workbench.Core.Runs;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Reports;

/// <summary>Everything a report says, gathered before a word of it is written.</summary>
/// <param name="Subject">Id of what the report is about: <c>R-</c>, <c>A-</c> or <c>D-</c>.</param>
/// <param name="Results">Of the run, for the annex.</param>
/// <param name="Metrics">Of a run report: the numbers of each candidate; empty in others.</param>
/// <param name="Decision">Of a decision report; the assessment then holds the decided candidate only.</param>
/// <param name="Log">Head of the log when the report was made; null where the workspace has no log yet.</param>
public sealed record ReportContent(
    string Subject,
    RunHeader Run,
    PromptSuite Suite,
    ImmutableArray<SampleResult> Results,
    Assessment? Assessment,
    PolicyPack? Pack,
    ImmutableArray<CandidateMetrics> Metrics,
    DecisionRecord? Decision,
    LogHead? Log,
    DateTimeOffset At);

/// <summary>The numbers of one candidate in a run.</summary>
public sealed record CandidateMetrics(string Name, ImmutableArray<Metric> Metrics);

/// <summary>Where the log stood: a report names it, so that it can be placed in the history later.</summary>
/// <param name="Root">Root hash of the tree over the first <paramref name="Size"/> entries, hexadecimal.</param>
/// <param name="Checkpoint">The signed note over it; null when none was signed yet.</param>
public sealed record LogHead(string Origin, long Size, string Root, string? Checkpoint);

/// <summary>A decision, and whether the evidence it names is still what it was.</summary>
public sealed record DecisionRecord(Decision Decision, bool EvidenceUnchanged);

/// <summary>What reports ask of the log and of the decisions in it.</summary>
public interface IReportHistory
{
    /// <summary>The head of the log, signed.</summary>
    Task<LogHead> HeadAsync(CancellationToken cancellation);

    Task<Decision?> DecisionAsync(string decisionId, CancellationToken cancellation);
}
