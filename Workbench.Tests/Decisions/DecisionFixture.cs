using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Decisions;
using Workbench.Core.Storage.Governance;
using Workbench.Hosting;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Decisions;

/// <summary>A workspace with people, a finished run and an assessment of it, on a clock that stands still.</summary>
public sealed class DecisionFixture : IAsyncDisposable
{
    public const string Candidate = "alpha";

    public static readonly string Weights = new('e', 64);

    private readonly TestDatabase _database;

    private DecisionFixture(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        Services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging()
            .AddWorkspace(new Workspace(_database.Folder), _database.Factory).AddSingleton<TimeProvider>(Time).BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));

    public ServiceProvider Services { get; }

    public string Folder => _database.Folder;

    public DecisionStore Decisions => Services.GetRequiredService<DecisionStore>();

    public DecisionDesk Desk => Services.GetRequiredService<DecisionDesk>();

    public SignatoryStore Signatories => Services.GetRequiredService<SignatoryStore>();

    public PeopleStore People => Services.GetRequiredService<PeopleStore>();

    /// <summary>Has the compliance officer's role.</summary>
    public Actor Officer { get; private set; } = Actor.Owner;

    /// <summary>Started the run and assessed it.</summary>
    public Actor Evaluator { get; } = new("p-evaluator", "Ada", [Role.Researcher, Role.Approver]);

    public Assessment Assessment { get; private set; } = null!;

    /// <summary>Refers to the assessment; the workbench fills in the rest.</summary>
    public DecisionProposal Asked => new(Candidate, "", "patient leaflets, draft", Assessment.Id, null, "", "It makes up less than the plain model.") { Tier = RiskTier.T1 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="people">False leaves the workspace to one person.</param>
    public static async Task<DecisionFixture> MakeAsync(DatabaseKind kind = DatabaseKind.Sqlite, bool people = true, Verdict verdict = Verdict.Conforms)
    {
        var fixture = new DecisionFixture(kind);
        if (people)
        {
            await fixture.People.AddDemoPeopleAsync(Cancellation);
            fixture.Officer = (await fixture.People.FindAsync("demo-compliance", Cancellation))!.ToActor();
        }

        fixture.Assessment = await fixture.AssessAsync(verdict);
        return fixture;
    }

    public static Actor Approver(int number) => new($"p-approver-{number}", $"Approver {number}", [Role.Approver]);

    /// <summary>One more run of the candidate, and its assessment.</summary>
    public Task<Assessment> AssessAsync(Verdict verdict, string? prompt = null, string quantisation = "Q4_K_M", string? weights = null) => AssessAsync(Services, Evaluator, verdict, prompt, quantisation, weights);

    public static async Task<Assessment> AssessAsync(
        IServiceProvider services, Actor evaluator, Verdict verdict, string? prompt = null, string quantisation = "Q4_K_M", string? weights = null, PolicyPack? pack = null, RunEnvironment? environment = null)
    {
        var runs = services.GetRequiredService<IRunStore>();
        var suite = Compliance.Given.Suite("includes", Compliance.Given.Sample("a"));
        var run = await runs.CreateAsync(new RunSpec(suite, [new Candidate(Candidate, "alpha.gguf", prompt), new Candidate("beta", "beta.gguf")]), evaluator, Cancellation);
        await runs.SetModelAsync(run.Id, Candidate, new ModelFacts("alpha.gguf", weights ?? Weights, Quantisation: quantisation, Engine: "engine"), Cancellation);
        if (environment is not null)
        {
            await runs.RecordAsync(run.Id, record => record.With(environment), Cancellation);
        }

        await runs.SetStatusAsync(run.Id, RunStatus.Finished, evaluator, Cancellation);
        pack ??= Compliance.Given.Pack(Compliance.Given.Measured("includes.rate", Comparison.AtLeast, 0.9, 1));
        var clause = pack.Clauses[0];
        var result = new ClauseResult(clause.Id, verdict, Demonstrated.NotMeasured, null, 1, 1, 0, null, new Phrase("Compliance.NothingUsable"), [], [], [], []);
        var integrity = new RunIntegrity(1, 1, 1, 0, 0, 0, 0);
        return await services.GetRequiredService<IAssessmentStore>().AddAsync(
            pack, (await runs.FindAsync(run.Id, Cancellation))!, [new CandidateAssessment(Candidate, integrity, [result]), new CandidateAssessment("beta", integrity, [result])], evaluator, Cancellation);
    }

    /// <summary>Somebody approves, as the tier's default allows.</summary>
    public Task<Decision> ApproveAsync(string id, Actor actor, SigningCapacity capacity = SigningCapacity.Approver, string? over = null, ImmutableArray<DecisionCondition> conditions = default, DateTimeOffset? until = null) =>
        Decisions.ApproveAsync(id, new ApprovalWord("Fit for this.", conditions.IsDefault ? [] : conditions, until, null, capacity, over), actor, Cancellation);

    public async Task PutAsync(string id, DecisionState state)
    {
        await using var db = await _database.Factory.CreateDbContextAsync(Cancellation);
        await db.Database.ExecuteSqlAsync($"UPDATE \"Decisions\" SET \"State\" = {state.ToString()} WHERE \"Id\" = {id}", Cancellation);
    }

    public async Task ExecuteAsync(FormattableString sql)
    {
        await using var db = await _database.Factory.CreateDbContextAsync(Cancellation);
        await db.Database.ExecuteSqlAsync(sql, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        _database.Dispose();
    }
}
