using Microsoft.EntityFrameworkCore;
using Workbench.Core.Compliance;
using Workbench.Core.Evidence;
using Workbench.Core.Storage.Compliance;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Evidence;

/// <summary>Whether what a link names is there. Everything that has an id came about by an entry of the log under that id.</summary>
internal static class EvidenceSubjects
{
    public static async Task<bool> ExistsAsync(WorkbenchDbContext db, EvidenceSubject subject, CancellationToken cancellation)
    {
        switch (subject.Kind)
        {
            case "provenance":
                // Of a model that may not be here any more, or not yet.
                return true;
            case "clause":
                var (id, clause) = (subject.Id.Split(' ')[0], subject.Id.Split(' ')[1]);
                var number = int.Parse(id.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);
                return await db.Set<AssessmentRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, cancellation).ConfigureAwait(false) is { } row
                    && Assessment.FromContent(row.Content).Candidates.Any(candidate => candidate.Clauses.Any(result => result.ClauseId == clause));
            default:
                return await db.Set<LogEntryRow>().AsNoTracking().AnyAsync(entry => entry.Subject == subject.Id, cancellation).ConfigureAwait(false);
        }
    }
}
