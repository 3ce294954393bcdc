using System.Text.Json.Nodes;
using Workbench.Core.Governance;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Runs;

/// <summary>The log entries, in the transaction of the change they record.</summary>
public sealed partial class RunStore
{
    private static Task<LogEntry> LogAsync(WorkbenchDbContext db, string kind, RunRow run, Actor actor, JsonObject detail, CancellationToken cancellation) => LogAsync(db, kind, run.Number, actor, detail, cancellation);

    private static Task<LogEntry> LogAsync(WorkbenchDbContext db, string kind, long run, Actor actor, JsonObject detail, CancellationToken cancellation) =>
        LogAppender.AppendAsync(db, new LogRecord(kind, RunRows.Id(run), actor.Id, detail), cancellation);
}
