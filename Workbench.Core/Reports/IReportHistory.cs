using System.Collections.Immutable;
using Workbench.Core.Banks;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;

namespace Workbench.Core.Reports;

/// <summary>What reports ask of the log, of the decisions in it and of the banks, and what they leave there.</summary>
public interface IReportHistory
{
    /// <summary>The head of the log, signed.</summary>
    Task<LogHead> HeadAsync(CancellationToken cancellation);

    Task<Decision?> DecisionAsync(string decisionId, CancellationToken cancellation);

    /// <summary>Decisions that name the assessment as their evidence, the newest first.</summary>
    Task<ImmutableArray<Decision>> DecisionsAsync(string assessmentId, CancellationToken cancellation);

    /// <summary>Empty where there is no question.</summary>
    Task<ImmutableArray<BankCoverage>> BanksAsync(CancellationToken cancellation);

    /// <summary>Names of the people by id, as they are now; whoever was erased is not among them.</summary>
    Task<ImmutableDictionary<string, string>> PeopleAsync(CancellationToken cancellation);

    /// <summary>One log entry of kind <c>report.exported</c>.</summary>
    Task RecordAsync(ReportMade made, Actor actor, CancellationToken cancellation);

    /// <summary>Reports that left the workspace, the newest first.</summary>
    Task<ImmutableArray<ReportExported>> ExportedAsync(int count, CancellationToken cancellation);
}

/// <summary>A report as it was written.</summary>
/// <param name="Sha256">Of the file.</param>
/// <param name="Manifest">SHA-256 of its integrity manifest: the same in every format of one making.</param>
/// <param name="Language">BCP 47 tag.</param>
public sealed record ReportMade(string Subject, ReportKind Kind, ReportFormat Format, string Language, string Sha256, string Manifest, long Bytes)
{
    /// <summary>The one candidate it is about; null for all of the subject's.</summary>
    public string? Candidate { get; init; }

    /// <summary>What a comparison holds it against; null for other reports.</summary>
    public string? Against { get; init; }
}

/// <summary>A report that left the workspace, as the log tells it; older entries tell less.</summary>
public sealed record ReportExported(long LogIndex, string Subject, string? Kind, string? Format, string? Language, string? Sha256, string By, DateTimeOffset At)
{
    public string? Candidate { get; init; }

    public string? Against { get; init; }
}
