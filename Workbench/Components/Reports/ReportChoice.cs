using Workbench.Core.Reports;

namespace Workbench.Components.Reports;

/// <summary>What can be reported on.</summary>
/// <param name="Kind">Key of its noun in <see cref="ReportsText"/>.</param>
/// <param name="RunId">Run that its answers come from.</param>
public sealed record ReportSubject(string Id, string Kind, string About, string RunId, DateTimeOffset At)
{
    /// <summary>The first one is what it gets unasked.</summary>
    public ReportKind[] Kinds => Kind switch
    {
        "Decision" => [ReportKind.Decision, ReportKind.Audit],
        "Assessment" => [ReportKind.Audit, ReportKind.Tc260, ReportKind.ModelCard, ReportKind.Comparison],
        _ => [ReportKind.Run, ReportKind.ModelCard, ReportKind.Comparison],
    };
}

/// <summary>A report as the page's address names it.</summary>
public sealed record ReportChoice(ReportSubject Subject, ReportKind Kind, ReportFormat Format, string Language, string? Candidate, string? Against)
{
    /// <summary>As in the addresses of reports.</summary>
    public (string Name, string? Value)[] Query => [("kind", ReportNames.Of(Kind)), ("candidate", Candidate), ("against", Against)];
}
