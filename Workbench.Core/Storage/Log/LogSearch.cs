using Microsoft.EntityFrameworkCore;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>A page of entries. Kind, subject and actor have an index each that ends with the entry's own, and a time is a range of entries.</summary>
internal static class LogSearch
{
    /// <summary>From the first entry that can be meant to before the last.</summary>
    public static async Task<(long First, long End)> RangeAsync(WorkbenchDbContext db, LogFilter filter, long? before, CancellationToken cancellation)
    {
        var first = filter.From is { } from ? await FirstSinceAsync(db, from, cancellation).ConfigureAwait(false) : 0;
        var end = filter.Until is { } until ? await FirstSinceAsync(db, until, cancellation).ConfigureAwait(false) : long.MaxValue;
        return (first, Math.Min(end, before ?? long.MaxValue));
    }

    public static IQueryable<LogEntryRow> Page(WorkbenchDbContext db, LogFilter filter, long first, long end, int count)
    {
        var rows = db.Set<LogEntryRow>().AsNoTracking().Where(row => row.Index >= first && row.Index < end);
        if (filter.Kind is { } kind)
        {
            rows = kind.EndsWith('.') ? rows.Where(row => row.Kind.StartsWith(kind)) : rows.Where(row => row.Kind == kind);
        }

        if (filter.Subject is { } subject)
        {
            rows = rows.Where(row => row.Subject == subject);
        }

        if (filter.Actor is { } actor)
        {
            rows = rows.Where(row => row.Actor == actor);
        }

        return rows.OrderByDescending(row => row.Index).Take(count);
    }

    /// <summary>Entries are in the order of their times.</summary>
    private static async Task<long> FirstSinceAsync(WorkbenchDbContext db, DateTimeOffset time, CancellationToken cancellation) =>
        await db.Set<LogEntryRow>().Where(row => row.At >= time).OrderBy(row => row.At).ThenBy(row => row.Index).Select(row => (long?)row.Index).FirstOrDefaultAsync(cancellation).ConfigureAwait(false) ?? long.MaxValue;
}
