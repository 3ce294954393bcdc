using System.Text;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Language;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Backup;

/// <summary>Finishes a restore whose process was killed while it put things in their places, or takes back one that had not got so far.</summary>
internal static class RestoreRecovery
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Before a workspace is opened.</summary>
    /// <exception cref="InputException">The restore is still at work.</exception>
    public static async Task FinishAsync(string folder, DatabaseSettings settings, CancellationToken cancellation)
    {
        if (RestoreSwap.Find(folder) is null)
        {
            return;
        }

        using var alone = await WaitAsync(folder, cancellation).ConfigureAwait(false);
        await FinishAloneAsync(folder, settings, cancellation).ConfigureAwait(false);
    }

    /// <summary>The caller has the workspace for itself.</summary>
    public static async Task FinishAloneAsync(string folder, DatabaseSettings settings, CancellationToken cancellation)
    {
        if (RestoreSwap.Find(folder) is not { } swap)
        {
            RestoreSwap.Discard(folder);
        }
        else if (!swap.InDatabase || swap.Phase == "in" || await IsCommittedAsync(swap, settings, cancellation).ConfigureAwait(false))
        {
            swap.Finish(folder);
        }
        else
        {
            RestoreSwap.Discard(folder);
        }
    }

    private static async Task<WorkspaceHold> WaitAsync(string folder, CancellationToken cancellation)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(until) < Patience)
        {
            if (WorkspaceHold.TryAlone(folder) is { } alone)
            {
                return alone;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation).ConfigureAwait(false);
        }

        throw new InputException(new InputProblem(new Phrase("Storage.BeingRestored"), folder));
    }

    private static async Task<bool> IsCommittedAsync(RestoreSwap swap, DatabaseSettings settings, CancellationToken cancellation)
    {
        if (settings is not { Kind: DatabaseKind.Postgres, ConnectionString: { } connectionString })
        {
            throw new InputException(new InputProblem(new Phrase("Storage.RestoreElsewhere"), Field: "Workbench:Database"));
        }

        var db = new PostgresContextFactory(connectionString).CreateDbContext();
        await using var owned = db.ConfigureAwait(false);
        if (!(await DatabaseTables.NamesAsync(db, cancellation).ConfigureAwait(false)).Contains("LogEntries"))
        {
            return false;
        }

        var body = await db.Set<LogEntryRow>().AsNoTracking().Where(row => row.Index == swap.Entry).Select(row => row.Body).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        return body is not null && Encoding.UTF8.GetString(body).Contains(swap.Id, StringComparison.Ordinal);
    }
}
