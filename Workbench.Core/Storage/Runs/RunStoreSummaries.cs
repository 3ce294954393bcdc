using Microsoft.EntityFrameworkCore;
using Workbench.Core.Runs;

namespace Workbench.Core.Storage.Runs;

/// <summary>Figures that were computed once and hold until a cell changes.</summary>
public sealed partial class RunStore
{
    private static readonly string Program = typeof(RunSummary).Assembly.ManifestModule.ModuleVersionId.ToString("n");

    public async Task<KeptSummary> SummaryAsync(string runId, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var number = RunRows.Number(runId);
        var row = await db.Set<RunRow>().AsNoTracking().FirstOrDefaultAsync(each => each.Number == number, cancellation).ConfigureAwait(false) ?? throw NoRun(runId);
        var kept = await db.Set<SummaryRow>().AsNoTracking().FirstOrDefaultAsync(each => each.RunNumber == number && each.Program == Program, cancellation).ConfigureAwait(false);
        var run = RunRows.Header(row);
        return new KeptSummary(run, row.Revision, kept is null ? null : RunRows.From<RunSummary>(kept.Content).Of(run), kept?.Revision == row.Revision);
    }

    public async Task KeepSummaryAsync(string runId, long revision, RunSummary summary, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        var number = RunRows.Number(runId);
        var content = RunRows.Json(summary);
        if (await db.Set<SummaryRow>().FirstOrDefaultAsync(row => row.RunNumber == number, cancellation).ConfigureAwait(false) is not { } kept)
        {
            db.Add(new SummaryRow { RunNumber = number, Revision = revision, Program = Program, Content = content });
        }
        else if (kept.Program != Program || kept.Revision < revision)
        {
            (kept.Revision, kept.Program, kept.Content) = (revision, Program, content);
        }

        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }
}
