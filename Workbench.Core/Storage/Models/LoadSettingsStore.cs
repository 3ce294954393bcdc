using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Core.Storage.Models;

/// <summary>Settings that people chose for loading models: they outlive the program, and runs and Compare go by them too.</summary>
public sealed class LoadSettingsStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time)
{
    private readonly Lock _reading = new();
    private ImmutableDictionary<string, HostSpec>? _known;

    /// <param name="path">Full path of the file.</param>
    /// <returns>Null where nobody chose any.</returns>
    public HostSpec? Find(string path) => Known().GetValueOrDefault(path);

    internal async Task KeepAsync(string path, HostSpec spec, string by, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<LoadSettingsRow>().FirstOrDefaultAsync(each => each.Path == path, cancellation).ConfigureAwait(false);
        if (row is null)
        {
            db.Add(row = new LoadSettingsRow { Path = path, By = by });
        }

        (row.Context, row.Sequences, row.Threads, row.Device, row.GpuLayers, row.CacheType, row.At, row.By) = (spec.Context, spec.Sequences, spec.Threads, spec.Device, spec.GpuLayers, spec.CacheType, time.GetUtcNow(), by);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        Change(known => known.SetItem(path, row.ToSpec()));
    }

    internal async Task ForgetAsync(string path, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await db.Set<LoadSettingsRow>().Where(row => row.Path == path).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
        Change(known => known.Remove(path));
    }

    // Read once: a page asks for every model at every draw.
    private ImmutableDictionary<string, HostSpec> Known()
    {
        lock (_reading)
        {
            return _known ??= Read();
        }
    }

    private ImmutableDictionary<string, HostSpec> Read()
    {
        using var db = database.CreateDbContext();
        return db.Set<LoadSettingsRow>().AsNoTracking().ToList().ToImmutableDictionary(row => row.Path, row => row.ToSpec(), StringComparer.Ordinal);
    }

    private void Change(Func<ImmutableDictionary<string, HostSpec>, ImmutableDictionary<string, HostSpec>> change)
    {
        lock (_reading)
        {
            _known = change(_known ?? Read());
        }
    }
}
