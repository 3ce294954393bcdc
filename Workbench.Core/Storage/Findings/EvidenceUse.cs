using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Evidence;
using Workbench.Core.Language;
using Workbench.Core.Storage.Evidence;

namespace Workbench.Core.Storage.Findings;

/// <summary>Evidence files that an answer or an exception rests on.</summary>
internal static class EvidenceUse
{
    /// <returns>Each as it is named from now on, and what is wrong with those that can't be used.</returns>
    public static async Task<(ImmutableArray<EvidenceReference> Files, ImmutableArray<InputProblem> Problems)> ResolveAsync(WorkbenchDbContext db, ImmutableArray<string> ids, DateTimeOffset now, CancellationToken cancellation)
    {
        var files = ImmutableArray.CreateBuilder<EvidenceReference>();
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        foreach (var id in ids.Select(id => id.Trim()).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var number = EvidenceRow.NumberOf(id);
            var row = await db.Set<EvidenceRow>().AsNoTracking().FirstOrDefaultAsync(each => each.Number == number, cancellation).ConfigureAwait(false);
            if (row is null || row.ExpiresAt <= now)
            {
                problems.Add(new InputProblem(new Phrase(row is null ? "Findings.NoSuchFile" : "Findings.FileExpired", id), Field: "evidence"));
                continue;
            }

            files.Add(new EvidenceReference(EvidenceRow.Id(row.Number), row.Sha256, row.ExpiresAt));
        }

        return (files.ToImmutable(), problems.ToImmutable());
    }

    /// <summary>Links the files where they are not yet, so that who looks at the subject finds them.</summary>
    public static async Task LinkAsync(WorkbenchDbContext db, ImmutableArray<EvidenceReference> files, EvidenceSubject subject, string by, DateTimeOffset at, CancellationToken cancellation)
    {
        var text = subject.ToString();
        var linked = await db.Set<EvidenceLinkRow>().AsNoTracking().Where(link => link.Subject == text).Select(link => link.EvidenceNumber).ToListAsync(cancellation).ConfigureAwait(false);
        db.AddRange(files.Select(file => EvidenceRow.NumberOf(file.Id)).Except(linked).Select(number => new EvidenceLinkRow { EvidenceNumber = number, Subject = text, By = by, At = at }));
    }
}
