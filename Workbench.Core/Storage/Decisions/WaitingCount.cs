using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Decisions;

/// <summary>How many decisions wait for a person, for every page's navigation. The queue itself counts them, but only after the log has grown, as whatever changes the queue is an entry, or after a while, as dates come and files change.</summary>
public sealed class WaitingCount(IDbContextFactory<WorkbenchDbContext> database, DecisionDesk desk, TimeProvider time)
{
    private static readonly TimeSpan While = TimeSpan.FromMinutes(5);

    /// <summary>People whose count is kept; with more of them it is counted anew now and then.</summary>
    private const int MostKept = 1000;

    private readonly ConcurrentDictionary<string, (long Size, DateTimeOffset At, int Count)> _known = new(StringComparer.Ordinal);

    /// <summary>As it was counted last; null before the first time. Costs nothing.</summary>
    public int? Known(Actor actor) => _known.TryGetValue(Key(actor), out var known) ? known.Count : null;

    public async Task<int> OfAsync(Actor actor, CancellationToken cancellation)
    {
        var size = await SizeAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        if (_known.TryGetValue(Key(actor), out var known) && known.Size == size && now - known.At < While)
        {
            return known.Count;
        }

        var count = (await desk.WaitingAsync(actor, cancellation).ConfigureAwait(false)).Length;
        if (_known.Count >= MostKept)
        {
            _known.Clear();
        }

        _known[Key(actor)] = (size, now, count);
        return count;
    }

    /// <summary>One look at the end of the primary key.</summary>
    private async Task<long> SizeAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await db.Set<LogEntryRow>().MaxAsync(row => (long?)row.Index, cancellation).ConfigureAwait(false) + 1 ?? 0;
    }

    /// <summary>Another role sees another queue, also before the change of roles is an entry.</summary>
    private static string Key(Actor actor) => $"{actor.Id} {string.Join(',', actor.Roles.Order())}";
}
