using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Compliance;
using Workbench.Core.Findings;
using Workbench.Core.Runs;

namespace Workbench.Core.Storage.Findings;

/// <summary>Puts the layers of an assessment together from the database.</summary>
public sealed class AssessmentViews(IDbContextFactory<WorkbenchDbContext> database, IAssessmentStore assessments, IRunStore runs, TimeProvider time) : IAssessmentViews
{
    public async Task<AssessmentView?> FindAsync(string assessmentId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await FindAsync(db, assessmentId, cancellation).ConfigureAwait(false);
    }

    /// <summary>The same inside the transaction of a change.</summary>
    internal async Task<AssessmentView?> FindAsync(WorkbenchDbContext db, string assessmentId, CancellationToken cancellation)
    {
        if (await assessments.FindAsync(assessmentId, cancellation).ConfigureAwait(false) is not { } assessment || await assessments.PackAsync(assessment.PackSha256, cancellation).ConfigureAwait(false) is not { } pack)
        {
            return null;
        }

        var run = await runs.FindAsync(assessment.RunId, cancellation).ConfigureAwait(false);
        var hashes = run?.Candidates.ToDictionary(candidate => candidate.Name, candidate => candidate.Hash) ?? [];
        var known = hashes.Values.ToList();
        var answers = await db.Set<ClauseAnswerRow>().AsNoTracking().Where(row => row.AssessmentId == assessment.Id).ToListAsync(cancellation).ConfigureAwait(false);
        var findings = await db.Set<FindingRow>().AsNoTracking().Include(row => row.Steps).Where(row => row.AssessmentId == assessment.Id).ToListAsync(cancellation).ConfigureAwait(false);
        var exceptions = await db.Set<ExceptionRow>().AsNoTracking().Include(row => row.Steps).Where(row => row.PackSha256 == assessment.PackSha256 && known.Contains(row.CandidateHash)).ToListAsync(cancellation).ConfigureAwait(false);
        return AssessmentView.Make(
            assessment, pack, hashes, answers.ConvertAll(row => row.ToAnswer()), findings.ConvertAll(row => row.ToFinding()), exceptions.ConvertAll(row => row.ToException()), time.GetUtcNow());
    }

    /// <returns>0, which nothing has, for what is no id of this kind.</returns>
    internal static int NumberOf(string id, string prefix) =>
        id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && int.TryParse(id.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
