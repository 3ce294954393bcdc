using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Reports;
using Workbench.Core.Storage.Decisions;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Compliance;

/// <summary>The log's head and the decisions, for reports. A report signs the log it names, so that its root can be checked later.</summary>
public sealed class ReportHistory(LogStore log, DecisionStore decisions) : IReportHistory
{
    public async Task<LogHead> HeadAsync(CancellationToken cancellation)
    {
        var (checkpoint, note) = await log.SignAsync(cancellation).ConfigureAwait(false);
        return new LogHead(checkpoint.Origin, checkpoint.Size, checkpoint.RootHex, note);
    }

    public Task<Decision?> DecisionAsync(string decisionId, CancellationToken cancellation) => decisions.FindAsync(decisionId, cancellation);
}
