using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workbench.Core.Decisions;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Decisions;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Decisions;

public sealed class SqliteDecisionMigrationTests() : DecisionMigrationTests(DatabaseKind.Sqlite);

public sealed class PostgresDecisionMigrationTests() : DecisionMigrationTests(DatabaseKind.Postgres);

/// <summary>Decisions of the first shape, with four states and plain conditions, are the same decisions afterwards.</summary>
public abstract class DecisionMigrationTests(DatabaseKind kind) : IDisposable
{
    private readonly TestDatabase _database = new(kind);

    [Fact]
    public async Task DecisionsOfTheFirstShape_KeepStateStepsAndConditions()
    {
        await using var db = await _database.Factory.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var migrator = db.GetService<IMigrator>();
        var names = db.Database.GetMigrations().ToList();
        await migrator.MigrateAsync(names[names.FindIndex(name => name.EndsWith("_Decisions", StringComparison.Ordinal)) - 1], TestContext.Current.CancellationToken);
        var at = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        foreach (var (number, state, conditions, steps) in new[]
        {
            (1, "Proposed", "[]", new[] { "Proposed" }), (2, "Approved", "[\"Inside only.\"]", ["Proposed", "Approved"]), (3, "Rejected", "[]", ["Proposed", "Rejected"]), (4, "Revoked", "[]", ["Proposed", "Approved", "Revoked"]),
        })
        {
            var proposal = $$"""{"Candidate":"alpha","CandidateHash":"{{new string('a', 64)}}","FieldOfUse":"leaflets","AssessmentId":"A-0001","AssessmentSha256":null,"RunId":"R-0001","Rationale":"Better."}""";
            var (id, end) = ($"DR-2026-00{number}", state is "Approved" ? at.AddYears(1).UtcTicks : (long?)null);
            await db.Database.ExecuteSqlAsync($"INSERT INTO \"Decisions\" (\"Number\", \"Id\", \"Candidate\", \"ProposalJson\", \"State\", \"ConditionsJson\", \"ExpiresAt\") VALUES ({number}, {id}, 'alpha', {proposal}, {state}, {conditions}, {end})", TestContext.Current.CancellationToken);
            foreach (var (place, step) in steps.Index())
            {
                var (index, ticks) = ((10L * number) + place, at.AddHours(place).UtcTicks);
                await db.Database.ExecuteSqlAsync($"INSERT INTO \"DecisionSteps\" (\"LogIndex\", \"DecisionNumber\", \"State\", \"ActorId\", \"ActorName\", \"Reason\", \"At\") VALUES ({index}, {number}, {step}, 'p-1', 'Wen', 'Because.', {ticks})", TestContext.Current.CancellationToken);
            }
        }

        await migrator.MigrateAsync(cancellationToken: TestContext.Current.CancellationToken);

        var decisions = (await db.Set<DecisionRow>().AsNoTracking().Include(row => row.Steps).OrderBy(row => row.Number).ToListAsync(TestContext.Current.CancellationToken)).ConvertAll(row => row.ToDecision());
        Assert.Equal([DecisionState.Submitted, DecisionState.Approved, DecisionState.Rejected, DecisionState.Revoked], decisions.Select(decision => decision.State));
        Assert.Equal([DecisionAct.Submit, DecisionAct.Approve, DecisionAct.Revoke], decisions[3].Steps.Select(step => step.Act));
        Assert.Equal(DecisionState.Submitted, decisions[1].Steps[0].State);
        Assert.Equal([new DecisionCondition("Inside only.")], decisions[1].Conditions);
        Assert.Equal((at.AddHours(1), true), (decisions[1].EffectiveFrom, decisions[1].IsInForce(at.AddDays(1))));
        Assert.Equal((1, null, "leaflets"), (decisions[0].ApprovalsLeft, decisions[0].EffectiveFrom, decisions[0].Proposal.FieldOfUse));
    }

    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }
}
