using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;

namespace Workbench.Core.Storage.Models;

/// <summary>Measurements of one kind together.</summary>
/// <param name="Median">Of the newest ones, in the unit of the kind.</param>
/// <param name="Count">How many it rests on.</param>
/// <param name="Last">When the newest was made.</param>
public sealed record MeasuredHere(MeasureKind Kind, double Median, int Count, DateTimeOffset Last);

/// <summary>What models took and gave on this machine, from loads and answers that happened anyway.</summary>
public sealed class ModelMeasureStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time)
{
    /// <summary>Older ones say more of other settings and other builds.</summary>
    public const int Newest = 50;

    private static readonly string Machine = Environment.MachineName;

    /// <param name="bytes">Size of the file.</param>
    public async Task AddAsync(HostMeasure measure, long bytes, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        db.Add(new ModelMeasureRow { Path = measure.Path, Bytes = bytes, Machine = Machine, Kind = measure.Kind, Value = measure.Value, At = time.GetUtcNow() });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    /// <returns>Kinds without a measurement are left out.</returns>
    public async Task<ImmutableArray<MeasuredHere>> OfAsync(ModelFile file, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var found = ImmutableArray.CreateBuilder<MeasuredHere>();
        foreach (var kind in Enum.GetValues<MeasureKind>())
        {
            var rows = await db.Set<ModelMeasureRow>().AsNoTracking().Where(row => row.Path == file.Path && row.Machine == Machine && row.Kind == kind && row.Bytes == file.Bytes)
                .OrderByDescending(row => row.Id).Take(Newest).Select(row => new { row.Value, row.At }).ToListAsync(cancellation).ConfigureAwait(false);
            if (rows.Count > 0)
            {
                double[] values = [.. rows.Select(row => row.Value).Order()];
                found.Add(new MeasuredHere(kind, (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2, values.Length, rows[0].At));
            }
        }

        return found.ToImmutable();
    }
}
