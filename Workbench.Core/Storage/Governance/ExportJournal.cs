using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Governance;

/// <summary>Results that leave the workspace as a file: who may take them, and that they did.</summary>
public sealed class ExportJournal(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time)
{
    /// <summary>Asked before anything is written.</summary>
    /// <param name="kind"><c>run.exported</c>, <c>report.exported</c> or <c>comparison.exported</c>.</param>
    /// <param name="subject">Id of what leaves.</param>
    /// <param name="detail">Facts of the file that are worth proving later, beside its format.</param>
    public async Task AdmitAsync(string kind, string subject, string format, Actor actor, CancellationToken cancellation, JsonObject? detail = null)
    {
        Permissions.Require(actor, Permission.ExportResults);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var facts = detail ?? [];
        facts["format"] = format;
        await LogAppender.AppendAsync(db, new LogRecord(kind, subject, actor.Id, facts), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }
}
