using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Reports;

/// <summary>Which report is wanted.</summary>
/// <param name="Subject">Id of a run, an assessment or a decision.</param>
/// <param name="Culture">Language it is written in: English or simplified Chinese.</param>
public sealed record ReportOrder(string Subject, ReportFormat Format, CultureInfo Culture)
{
    /// <summary>Null takes what suits the subject: a run's numbers, the audit of an assessment, the record of a decision.</summary>
    public ReportKind? Kind { get; init; }

    /// <summary>One candidate of the subject; null takes all.</summary>
    public string? Candidate { get; init; }

    /// <summary>Of a comparison: another candidate of the run, or an earlier run.</summary>
    public string? Against { get; init; }

    /// <summary>Only to be looked at: it says so on its cover, and no log entry is made of it.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Where the workbench shows what the report names; null leaves such links out.</summary>
    public IReportAddresses? Addresses { get; init; }
}

/// <summary>Addresses of the workbench's pages.</summary>
public interface IReportAddresses
{
    string Subject(string id);

    string Sample(string runId, string sampleId, string candidate, int repeat);

    string Clause(string assessmentId, string candidate, string clauseId);
}

/// <summary>How far a report has come.</summary>
/// <param name="Doing">What is being done.</param>
public sealed record ReportProgress(int Done, int Total, Phrase Doing);
