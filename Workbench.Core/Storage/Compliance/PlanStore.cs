using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Compliance;
using Workbench.Core.Governance;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;

namespace Workbench.Core.Storage.Compliance;

/// <summary>Assessment plans in the workspace's database.</summary>
public sealed class PlanStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time) : IPlanStore
{
    public async Task<PlanState?> FindAsync(string planId, CancellationToken cancellation)
    {
        if (!planId.StartsWith("AP-", StringComparison.OrdinalIgnoreCase) || !int.TryParse(planId.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return State(await db.Set<PlanRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, cancellation).ConfigureAwait(false));
    }

    public async Task<AssessmentPlan?> OfRunAsync(string runId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return State(await db.Set<PlanRow>().AsNoTracking().Where(row => row.RunId == runId).FirstOrDefaultAsync(cancellation).ConfigureAwait(false))?.Plan;
    }

    public async Task<ImmutableArray<PlanState>> ListAsync(int count, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return [.. (await db.Set<PlanRow>().AsNoTracking().OrderByDescending(row => row.Number).Take(count).ToListAsync(cancellation).ConfigureAwait(false)).Select(row => State(row)!)];
    }

    public async Task<PromptSuite> SuiteAsync(AssessmentPlan plan, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<SuiteRow>().AsNoTracking().SingleAsync(row => row.Sha256 == plan.SuiteSha256, cancellation).ConfigureAwait(false);
        return SuiteFile.ParseCanonical(row.Content, plan.Id);
    }

    public async Task<AssessmentPlan> AddAsync(PlanRequest request, PromptSuite suite, ImmutableArray<PlannedQuestion> questions, ImmutableArray<BankStock> stock, Actor actor, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        foreach (var pack in request.Packs)
        {
            await PackRows.AddAsync(db, pack, cancellation).ConfigureAwait(false);
        }

        var now = time.GetUtcNow();
        await SuiteRows.AddAsync(db, suite, now, cancellation).ConfigureAwait(false);
        var number = (await db.Set<PlanRow>().MaxAsync(row => (int?)row.Number, cancellation).ConfigureAwait(false) ?? 0) + 1;
        var plan = new AssessmentPlan(
            $"AP-{number:D4}", [.. request.Packs.Select(pack => new PlannedPack(pack.Id, pack.Version, pack.Sha256))], request.Jurisdictions, request.FieldOfUse, request.Banks, request.Languages, request.Seed,
            questions, stock, suite.Sha256, request.Candidates, new PlannedPeople(request.People ?? 0, request.Twice), request.Judge, actor.Id, now);
        db.Add(new PlanRow { Number = number, Content = plan.Content(), SuiteSha256 = suite.Sha256, By = actor.Id, At = now });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await LogAppender.AppendAsync(db, new LogRecord("plan.made", plan.Id, actor.Id, Detail(plan)), now, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return plan;
    }

    public async Task BeginAsync(string planId, string runId, Actor actor, CancellationToken cancellation)
    {
        var number = int.Parse(planId.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<PlanRow>().SingleAsync(row => row.Number == number, cancellation).ConfigureAwait(false);
        row.RunId = runId;
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        var detail = new JsonObject { ["run"] = runId, ["planSha256"] = AssessmentPlan.FromContent(row.Content).Sha256 };
        await LogAppender.AppendAsync(db, new LogRecord("plan.run", planId, actor.Id, detail), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private static PlanState? State(PlanRow? row) => row is null ? null : new PlanState(AssessmentPlan.FromContent(row.Content), row.RunId);

    private static JsonObject Detail(AssessmentPlan plan) => new()
    {
        ["sha256"] = plan.Sha256,
        ["suiteSha256"] = plan.SuiteSha256,
        ["packs"] = new JsonArray([.. plan.Packs.Select(pack => new JsonObject { ["id"] = pack.Id, ["version"] = pack.Version, ["sha256"] = pack.Sha256 })]),
        ["questions"] = new JsonObject(plan.Questions.CountBy(question => question.Bank).OrderBy(bank => bank.Key, StringComparer.Ordinal).Select(bank => KeyValuePair.Create(bank.Key, (JsonNode?)bank.Value))),
        ["seed"] = plan.Seed,
        ["candidates"] = new JsonArray([.. plan.Candidates.Select(candidate => new JsonObject { ["name"] = candidate.Name, ["hash"] = candidate.Hash })]),
    };
}
