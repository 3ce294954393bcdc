using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Compliance;
using Workbench.Core.Governance;
using Workbench.Core.Labels;
using Workbench.Core.Log;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Compliance;

/// <summary>Assessments and packs in the workspace's database.</summary>
public sealed class AssessmentStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider clock) : IAssessmentStore
{
    public async Task<Assessment> AddAsync(PolicyPack pack, RunHeader run, ImmutableArray<CandidateAssessment> candidates, PlanReference? plan, ImmutableArray<MethodCheck> checks, Actor actor, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await PackRows.AddAsync(db, pack, cancellation).ConfigureAwait(false);
        var number = (await db.Set<AssessmentRow>().MaxAsync(row => (int?)row.Number, cancellation).ConfigureAwait(false) ?? 0) + 1;
        var assessment = new Assessment($"A-{number:D4}", run.Id, run.SuiteSha256, pack.Id, pack.Sha256, candidates, actor.Id, clock.GetUtcNow()) { Plan = plan, Checks = checks.IsDefaultOrEmpty ? null : checks };
        db.Add(new AssessmentRow { Number = number, RunId = run.Id, PackId = pack.Id, PackSha256 = assessment.PackSha256, Content = assessment.Content(), By = actor.Id, At = assessment.At });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await LogAppender.AppendAsync(db, new LogRecord("assessment.made", assessment.Id, actor.Id, Detail(assessment)), assessment.At, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return assessment;
    }

    public async Task<Assessment?> FindAsync(string assessmentId, CancellationToken cancellation)
    {
        if (!assessmentId.StartsWith("A-", StringComparison.OrdinalIgnoreCase) || !int.TryParse(assessmentId.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await db.Set<AssessmentRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, cancellation).ConfigureAwait(false) is { } found ? Assessment.FromContent(found.Content) : null;
    }

    public async Task<ImmutableArray<Assessment>> ListAsync(int count, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await db.Set<AssessmentRow>().AsNoTracking().OrderByDescending(row => row.Number).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => Assessment.FromContent(row.Content))];
    }

    public async Task<PolicyPack?> PackAsync(string sha256, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await db.Set<PackRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Sha256 == sha256, cancellation).ConfigureAwait(false) is { } found ? PolicyPack.FromContent(found.Content) : null;
    }

    public async Task<ImmutableArray<PackUse>> PacksAsync(string? packId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var packs = await db.Set<PackRow>().AsNoTracking().Where(row => packId == null || row.PackId == packId).ToListAsync(cancellation).ConfigureAwait(false);
        var uses = await db.Set<AssessmentRow>().AsNoTracking().Where(row => packId == null || row.PackId == packId)
            .GroupBy(row => row.PackSha256).Select(group => new { Sha256 = group.Key, Count = group.Count(), Last = group.Max(row => row.Number) }).ToListAsync(cancellation).ConfigureAwait(false);
        var last = uses.ConvertAll(use => use.Last);
        var times = await db.Set<AssessmentRow>().AsNoTracking().Where(row => last.Contains(row.Number)).ToDictionaryAsync(row => row.PackSha256, row => row.At, cancellation).ConfigureAwait(false);
        var assessed = uses.OrderByDescending(use => use.Last).Select(use => new PackUse(PolicyPack.FromContent(packs.Single(row => row.Sha256 == use.Sha256).Content), use.Count, times[use.Sha256]));

        // A plan freezes its packs before there is an assessment.
        var planned = packs.Where(row => !times.ContainsKey(row.Sha256)).Select(row => PolicyPack.FromContent(row.Content)).ToList();
        var plans = planned.Count == 0 ? [] : (await db.Set<PlanRow>().AsNoTracking().OrderByDescending(row => row.Number).Select(row => row.Content).ToListAsync(cancellation).ConfigureAwait(false)).ConvertAll(AssessmentPlan.FromContent);
        return [.. assessed, .. planned.Select(pack => new PackUse(pack, 0, plans.First(plan => plan.Packs.Any(each => each.Sha256 == pack.Sha256)).At))];
    }

    private static JsonObject Detail(Assessment assessment) => new()
    {
        ["run"] = assessment.RunId,
        ["suiteSha256"] = assessment.SuiteSha256,
        ["pack"] = assessment.PackId,
        ["packSha256"] = assessment.PackSha256,
        ["sha256"] = assessment.Sha256,
        ["plan"] = assessment.Plan?.Id,
        ["candidates"] = new JsonArray(
        [
            .. assessment.Candidates.Select(candidate => new JsonObject
            {
                ["name"] = candidate.Name,
                ["conform"] = candidate.Count(Verdict.Conforms),
                ["doNotConform"] = candidate.Count(Verdict.DoesNotConform),
                ["notEnoughEvidence"] = candidate.Count(Verdict.NotEnoughEvidence),
            }),
        ]),
    };
}
