using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Decisions;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Decisions;

/// <summary>Writes down, once each, that an approval has expired and why a decision is due for review. Safe to repeat, also by two processes.</summary>
public sealed class DecisionReviews(IDbContextFactory<WorkbenchDbContext> database, DecisionStore decisions, DecisionFactsReader facts, LogStore log, TimeProvider time)
{
    private const string Workbench = "workbench";

    /// <returns>Number of entries written.</returns>
    public async Task<int> LookAsync(CancellationToken cancellation)
    {
        var written = 0;
        foreach (var decision in await decisions.ListAsync(null, int.MaxValue, cancellation).ConfigureAwait(false))
        {
            var now = time.GetUtcNow();
            if (decision.SupersededBy is null && (decision.State.IsApproved() || decision.State is DecisionState.Suspended))
            {
                var causes = DecisionReview.Of(decision, await facts.ReadAsync(decision, readModels: true, cancellation).ConfigureAwait(false), now);
                written += await RecordAsync(decision.Id, [.. causes.Select(cause => cause.Reason).Distinct()], cancellation).ConfigureAwait(false);
            }
        }

        return written;
    }

    private async Task<int> RecordAsync(string id, List<ReviewReason> reasons, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<DecisionRow>().Include(decision => decision.Steps).FirstAsync(decision => decision.Id == id, cancellation).ConfigureAwait(false);
        var at = time.GetUtcNow();
        var written = 0;
        var known = row.DueFor.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var fresh = reasons.Select(reason => reason.ToString()).Except(known).ToList();
        if (fresh.Count > 0)
        {
            row.DueFor = string.Join(',', known.Concat(fresh));
            await LogAppender.AppendAsync(db, new LogRecord("decision.review-due", id, Workbench, new JsonObject { ["because"] = new JsonArray([.. fresh.Select(reason => JsonValue.Create(reason))]) }), at, cancellation).ConfigureAwait(false);
            written++;
        }

        if ((row.State.IsApproved() || row.State == DecisionState.Suspended) && row.ExpiresAt <= at)
        {
            var entry = await LogAppender.AppendAsync(db, new LogRecord("decision.expired", id, Workbench, new JsonObject { ["state"] = nameof(DecisionState.Expired) }), at, cancellation).ConfigureAwait(false);
            row.State = DecisionState.Expired;
            row.Revision++;
            row.Steps.Add(new DecisionStepRow { LogIndex = entry.Index, Act = DecisionAct.Expire, State = DecisionState.Expired, ActorId = Workbench, ActorName = Workbench, Reason = "", At = at });
            written++;
        }

        if (written > 0)
        {
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
            await log.SignAsync(db, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        return written;
    }
}
