using Microsoft.EntityFrameworkCore;
using Workbench.Core.Compliance;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Compliance;

/// <summary>Puts a pack's exact content into the database, unless it is there; inside the caller's transaction.</summary>
internal static class PackRows
{
    /// <exception cref="InputException">This version of the pack was used with other content.</exception>
    public static async Task AddAsync(WorkbenchDbContext db, PolicyPack pack, CancellationToken cancellation)
    {
        var hash = pack.Sha256;
        var used = await db.Set<PackRow>().AsNoTracking().Where(row => row.PackId == pack.Id).ToListAsync(cancellation).ConfigureAwait(false);
        if (used.TrueForAll(row => row.Sha256 != hash))
        {
            if (used.Exists(row => PolicyPack.FromContent(row.Content).Version == pack.Version))
            {
                throw new InputException(PackEditor.VersionUsed(pack));
            }

            db.Add(new PackRow { Sha256 = hash, PackId = pack.Id, Content = pack.Content() });
        }
    }
}
