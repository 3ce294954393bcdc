using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.Core.Provenance;
using Workbench.Core.Races;
using Workbench.Core.Reports;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Outputs;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Backup;
using Workbench.Core.Storage.Banks;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Comparisons;
using Workbench.Core.Storage.Compliance;
using Workbench.Core.Storage.Decisions;
using Workbench.Core.Storage.Evidence;
using Workbench.Core.Storage.Findings;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;
using Workbench.Core.Storage.Models;
using Workbench.Core.Storage.Provenance;
using Workbench.Core.Storage.Races;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.Hosting;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Governance;

/// <summary>Every operation as every role: exactly those that the table names get past the question.</summary>
public sealed class OperationsTests : IAsyncDisposable
{
    // Take an actor to write down who did it, or change one's own account: the question was asked above them, or is the password.
    private static readonly string[] Below =
    [
        "RunStore.", "AssessmentStore.AddAsync", "PlanStore.AddAsync", "PlanStore.BeginAsync", "Runner.", "RunExecution.", "PeopleStore.ChangePasswordAsync", "PeopleStore.BeginSecondFactorAsync", "PeopleStore.ConfirmSecondFactorAsync",
        "PeopleStore.EndSecondFactorAsync", "Permissions.", "DecisionDesk.", "WaitingCount.", "DecisionRules.", "DecisionQueue.", "FindingStore.WhyNotAsync", "FindingRules.", "ExceptionStore.WhyNotAsync", "ExceptionRules.", "ReportHistory.RecordAsync",
    ];

    private static readonly PromptSuite Suite = SuiteFile.Parse("name: tiny\nversion: 1\nlanguage: en\nlicense: CC0-1.0\nscorers: [ { kind: includes } ]\nsamples:\n  - { id: a, prompt: Say a, target: a }\n", "tiny.yaml");

    private static readonly LabelItem Item = new("0123456789abcdef", Suite.Samples[0], "null:echo", 0, 1);

    private static readonly Dictionary<string, Func<IServiceProvider, Actor, CancellationToken, Task>> Calls = new(StringComparer.Ordinal)
    {
        ["cache.clear"] = (services, actor, stop) => Get<IResponseCache>(services).ClearAsync(actor, stop),
        ["run.enqueue"] = (services, actor, stop) => Get<RunQueue>(services).EnqueueAsync(new RunSpec(Suite, [new Candidate("null:echo", "null:echo")]), actor, stop),
        ["run.execute"] = (services, actor, stop) => Get<RunQueue>(services).ExecuteAsync("R-9999", actor, null, stop),
        ["run.pause"] = (services, actor, stop) => Get<RunQueue>(services).PauseAsync("R-9999", actor, stop),
        ["run.cancel"] = (services, actor, stop) => Get<RunQueue>(services).CancelAsync("R-9999", actor, stop),
        ["run.resume"] = (services, actor, stop) => Get<RunQueue>(services).ResumeAsync("R-9999", actor, stop),
        ["run.retry-errors"] = (services, actor, stop) => Get<RunQueue>(services).RetryErrorsAsync("R-9999", actor, stop),
        ["run.rerun-cell"] = (services, actor, stop) => Get<RunQueue>(services).RerunAsync("R-9999", "a", "null:echo", 0, actor, stop),
        ["run.add-candidates"] = (services, actor, stop) => Get<RunQueue>(services).AddCandidatesAsync("R-9999", [new Candidate("null:echo", "null:echo")], actor, stop),
        ["run.probe"] = (services, actor, stop) => Get<RunQueue>(services).ProbeAsync(new RunSpec(Suite, [new Candidate("null:echo", "null:echo")]), new Candidate("null:echo", "null:echo"), 1, actor, stop),
        ["run.set-priority"] = (services, actor, stop) => Get<RunQueue>(services).SetPriorityAsync("R-9999", RunPriority.High, actor, stop),
        ["run.move"] = (services, actor, stop) => Get<RunQueue>(services).MoveAsync("R-9999", true, actor, stop),
        ["run.score-outputs"] = (services, actor, stop) => Get<OutputScoring>(services).ScoreAsync(Suite, Path.Combine(Get<Workspace>(services).Folder, "outputs.jsonl"), null, null, actor, stop),
        ["run.rescore"] = (services, actor, stop) => Get<OutputScoring>(services).RescoreAsync("R-9999", Suite, actor, stop),
        ["suite.save"] = (services, actor, stop) => Get<SuiteEditor>(services).SaveAsync("name: [", "broken.yaml", null, actor, stop),
        ["suite.add"] = (services, actor, _) => Task.FromResult(Get<SuiteFolder>(services).Add(Suite, actor)),
        ["candidate.keep"] = (services, actor, stop) => Get<CandidateStore>(services).KeepAsync(new Candidate("null:echo", "null:echo"), actor, stop),
        ["candidate.name"] = (services, actor, stop) => Get<CandidateStore>(services).NameAsync(new string('a', 64), "mine", actor, stop),
        ["comparison.save"] = (services, actor, stop) => Get<ComparisonStore>(services).SaveAsync(Comparisons.Given.Comparison(), actor, stop),
        ["comparison.delete"] = (services, actor, stop) => Get<ComparisonStore>(services).DeleteAsync("C-9999", actor, stop),
        ["vote.cast"] = (services, actor, stop) => Get<VoteStore>(services).CastAsync(new Ballot("", [], null, false), actor, stop),
        ["vote.withdraw"] = (services, actor, stop) => Get<VoteStore>(services).WithdrawAsync("none", actor, stop),
        ["season.create"] = (services, actor, stop) => Get<SeasonStore>(services).CreateAsync("", Suite.Name, Suite.Sha256, actor, stop),
        ["season.enter"] = (services, actor, stop) => Get<SeasonStore>(services).EnterAsync("S-9999", "team", Division.StartUp, new Candidate("null:echo", "null:echo"), actor, stop),
        ["season.add-heat"] = (services, actor, stop) => Get<SeasonStore>(services).AddHeatAsync("S-9999", "R-9999", actor, stop),
        ["run.assess"] = (services, actor, stop) => Get<RunAssessor>(services).AssessAsync("R-9999", Get<PackCatalog>(services).List().Select(file => file.Pack).OfType<PolicyPack>().First(), null, actor, stop),
        ["plan.make"] = (services, actor, stop) => Get<AssessmentPlanner>(services).PlanAsync(new PlanRequest([], [], []), actor, stop),
        ["plan.run"] = (services, actor, stop) => Get<AssessmentPlanner>(services).BeginAsync("AP-9999", actor, stop),
        ["plan.assess"] = (services, actor, stop) => Get<RunAssessor>(services).AssessPlanAsync("AP-9999", actor, stop),
        ["label.add"] = (services, actor, stop) => Get<ILabelStore>(services).AddAsync("R-9999", Item, LabelValue.Pass, null, actor, stop),
        ["label.import"] = (services, actor, stop) => Get<ILabelStore>(services).AddManyAsync("R-9999", [new LabelDraft(Item, LabelValue.Pass, null)], "l.csv", actor, stop),
        ["label.undo"] = (services, actor, stop) => Get<ILabelStore>(services).UndoAsync("R-9999", actor, stop),
        ["provenance.set"] = (services, actor, stop) => Get<ProvenanceStore>(services).SetAsync(new ProvenanceCard(null, "none", null, FileFacts.None, null), 0, ProvenanceStatement.Empty, actor, stop),
        ["policy.save"] = (services, actor, stop) => Get<PackEditor>(services).SaveAsync("pack: [", "broken.yaml", null, actor, stop),
        ["evidence.add"] = (services, actor, stop) => Get<EvidenceStore>(services).AddAsync(Stream.Null, new EvidenceDraft("none", EvidenceKind.Other), [], actor, stop),
        ["evidence.link"] = (services, actor, stop) => Get<EvidenceStore>(services).LinkAsync("EV-9999", EvidenceSubject.Finding("F-9999"), actor, stop),
        ["evidence.unlink"] = (services, actor, stop) => Get<EvidenceStore>(services).UnlinkAsync("EV-9999", EvidenceSubject.Finding("F-9999"), actor, stop),
        ["clause.answer"] = (services, actor, stop) => Get<AnswerStore>(services).AnswerAsync("A-9999", null, new AnswerDraft("9.1", Verdict.Conforms, "seen", null, []), actor, stop),
        ["finding.open"] = (services, actor, stop) => Get<FindingStore>(services).OpenAsync(new FindingDraft(Severity.Minor, "", "", null, null, null, null, [], null, null, null, "", DateOnly.MaxValue), actor, stop),
        ["finding.assign"] = (services, actor, stop) => Get<FindingStore>(services).AssignAsync("F-9999", "p-1", DateOnly.MaxValue, "away", actor, stop),
        ["finding.respond"] = (services, actor, stop) => Get<FindingStore>(services).RespondAsync("F-9999", "soon", actor, stop),
        ["finding.resolve"] = (services, actor, stop) => Get<FindingStore>(services).ResolveAsync("F-9999", "done", actor, stop),
        ["finding.reopen"] = (services, actor, stop) => Get<FindingStore>(services).ReopenAsync("F-9999", "still there", actor, stop),
        ["finding.accept"] = (services, actor, stop) => Get<FindingStore>(services).AcceptAsync("F-9999", "small", actor, stop),
        ["finding.close"] = (services, actor, stop) => Get<FindingStore>(services).CloseAsync("F-9999", "seen", actor, stop),
        ["exception.request"] = (services, actor, stop) => Get<ExceptionStore>(services).RequestAsync(new ExceptionDraft("A-9999", "one", ["9.1"], "", "", "", [], DateTimeOffset.MaxValue), actor, stop),
        ["exception.approve"] = (services, actor, stop) => Get<ExceptionStore>(services).ApproveAsync("E-9999", "fit", actor, stop),
        ["exception.reject"] = (services, actor, stop) => Get<ExceptionStore>(services).RejectAsync("E-9999", "unfit", actor, stop),
        ["exception.withdraw"] = (services, actor, stop) => Get<ExceptionStore>(services).WithdrawAsync("E-9999", "not needed", actor, stop),
        ["decision.propose"] = (services, actor, stop) => Get<DecisionStore>(services).ProposeAsync(new DecisionProposal("", "", "", "", null, "", ""), actor, stop),
        ["decision.draft"] = (services, actor, stop) => Get<DecisionStore>(services).DraftAsync(new DecisionProposal("", "", "", "", null, "", ""), actor, stop),
        ["decision.renew"] = (services, actor, stop) => Get<DecisionStore>(services).RenewAsync("DR-1", "again", null, actor, stop),
        ["decision.revise"] = (services, actor, stop) => Get<DecisionStore>(services).ReviseAsync("DR-1", new DecisionProposal("", "", "", "", null, "", ""), actor, stop),
        ["decision.submit"] = (services, actor, stop) => Get<DecisionStore>(services).SubmitAsync("DR-1", "because", actor, stop),
        ["decision.withdraw"] = (services, actor, stop) => Get<DecisionStore>(services).WithdrawAsync("DR-1", "because", actor, stop),
        ["decision.dissent"] = (services, actor, stop) => Get<DecisionStore>(services).DissentAsync("DR-1", "because", actor, stop),
        ["decision.review"] = (services, actor, stop) => Get<DecisionStore>(services).StartReviewAsync("DR-1", "because", actor, stop),
        ["decision.approve"] = (services, actor, stop) => Get<DecisionStore>(services).ApproveAsync("DR-1", new ApprovalWord("fit", []), actor, stop),
        ["decision.request-changes"] = (services, actor, stop) => Get<DecisionStore>(services).RequestChangesAsync("DR-1", "because", actor, stop),
        ["decision.reject"] = (services, actor, stop) => Get<DecisionStore>(services).RejectAsync("DR-1", "because", actor, stop),
        ["decision.suspend"] = (services, actor, stop) => Get<DecisionStore>(services).SuspendAsync("DR-1", "because", actor, stop),
        ["decision.reinstate"] = (services, actor, stop) => Get<DecisionStore>(services).ReinstateAsync("DR-1", "because", actor, stop),
        ["decision.revoke"] = (services, actor, stop) => Get<DecisionStore>(services).RevokeAsync("DR-1", "because", actor, stop),
        ["person.name-signatory"] = (services, actor, stop) => Get<SignatoryStore>(services).SetAsync("p-9", [], actor, stop),
        ["results.export"] = (services, actor, stop) => Get<ExportJournal>(services).AdmitAsync("run.exported", "R-9999", "csv", actor, stop),
        ["report.export"] = (services, actor, stop) => Get<ReportWriter>(services).ExportAsync(new ReportOrder("R-9999", ReportFormat.Json, System.Globalization.CultureInfo.InvariantCulture), Path.Combine(Get<Workspace>(services).Folder, "report.json"), actor, null, stop),
        ["bank.add"] = (services, actor, stop) => Get<BankStore>(services).AddAsync([], "none", false, null, actor, stop),
        ["bank.load-starter"] = (services, actor, stop) => Get<StarterBanks>(services).AddAsync(BankKind.Culture, actor, stop),
        ["bank.edit"] = (services, actor, stop) => Get<BankStore>(services).EditAsync("Q-99999", 1, new BankDraft(BankKind.Generated, "a.2.d", "en", "Why?"), actor, stop),
        ["bank.submit"] = (services, actor, stop) => Get<BankStore>(services).SubmitAsync(BankSelection.One("Q-99999"), actor, stop),
        ["bank.accept"] = (services, actor, stop) => Get<BankStore>(services).AcceptAsync(BankSelection.One("Q-99999"), actor, stop),
        ["bank.return"] = (services, actor, stop) => Get<BankStore>(services).ReturnAsync(BankSelection.One("Q-99999"), "unclear", actor, stop),
        ["bank.retire"] = (services, actor, stop) => Get<BankStore>(services).RetireAsync(BankSelection.One("Q-99999"), "old", actor, stop),
        ["bank.draw"] = (services, actor, stop) => Get<BankExport>(services).WriteAsync(new BankFilter(Leaf: "none"), new SamplingPlan(), "none", null, actor, stop),
        ["log.checkpoint"] = (services, actor, stop) => Get<LogStore>(services).CheckpointAsync(actor, stop),
        ["log.rotate-key"] = (services, actor, stop) => Get<LogRotation>(services).RotateAsync(true, actor, stop),
        ["log.anchor"] = (services, actor, stop) => Get<LogAnchor>(services).KeepAsync([], actor, stop),
        ["log.ask-anchor"] = (services, actor, stop) => Get<LogAnchor>(services).AskAsync(new Workbench.Core.Log.TimestampAuthority(new Uri("http://127.0.0.1:9/")), actor, stop),
        ["log.export-evidence"] = (services, actor, stop) => Get<EvidencePack>(services).WriteAsync("A-9999", Path.Combine(Get<Workspace>(services).Folder, "pack"), actor, stop),
        ["log.export"] = (services, actor, stop) => Get<LogExport>(services).WriteAsync(Path.Combine(Get<Workspace>(services).Folder, $"log-{Guid.NewGuid():n}"), actor, stop),
        ["person.add"] = (services, actor, stop) => Get<PeopleStore>(services).AddAsync("", [], null, actor, stop),
        ["person.set-roles"] = (services, actor, stop) => Get<PeopleStore>(services).SetRolesAsync("p-9", [Role.Auditor], actor, stop),
        ["person.lock"] = (services, actor, stop) => Get<PeopleStore>(services).LockAsync("p-9", actor, stop),
        ["person.unlock"] = (services, actor, stop) => Get<PeopleStore>(services).UnlockAsync("p-9", actor, stop),
        ["person.reset"] = (services, actor, stop) => Get<PeopleStore>(services).ResetAsync("p-9", actor, stop),
        ["person.erase"] = (services, actor, stop) => Get<PeopleStore>(services).EraseAsync("p-9", actor, stop),
        ["person.set-password"] = (services, actor, stop) => Get<PeopleStore>(services).SetPasswordAsync("p-9", "correct horse", actor, stop),
        ["model.load"] = (services, actor, stop) => Get<ModelLoads>(services).LoadAsync("no-such-model", HostSpec.Default, actor, stop),
        ["model.unload"] = async (services, actor, _) => await Get<ModelLoads>(services).UnloadAsync("no-such-model", actor),
        ["model.reset"] = (services, actor, stop) => Get<ModelLoads>(services).ResetAsync("no-such-model", actor, stop),
        ["backup.make"] = (services, actor, stop) => Get<WorkspaceBackup>(services).WriteAsync(Path.Combine(Get<Workspace>(services).Folder, "nowhere", "b.zip"), actor, false, null, stop),
        ["backup.keep"] = (services, actor, stop) => Get<KeptBackups>(services).MakeAsync(actor, static _ => { }, stop),
        ["backup.look"] = (services, actor, _) => Task.FromResult(Get<KeptBackups>(services).Read("none.zip", actor)),
        ["backup.fetch"] = (services, actor, _) => Task.FromResult(Get<KeptBackups>(services).PathOf("none.zip", actor)),
        ["backup.delete"] = (services, actor, _) => Task.Run(() => Get<KeptBackups>(services).Delete("none.zip", actor)),
        ["backup.restore"] = (services, actor, stop) => new WorkspaceRestore(Get<Workspace>(services), DatabaseSettings.Sqlite, TimeProvider.System).RestoreAsync("none.zip", new RestoreOptions(), actor, null, stop),
        ["token.make"] = (services, actor, stop) => Get<TokenStore>(services).CreateAsync("", [], TimeSpan.Zero, actor, stop),
        ["token.revoke"] = (services, actor, stop) => Get<TokenStore>(services).RevokeAsync("t-9", actor, stop),
    };

    private readonly TestDatabase _database = new();
    private readonly ServiceProvider _services;

    public OperationsTests() => _services = new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddLogging()
        .AddWorkspace(new Workspace(_database.Folder), _database.Factory)
        .BuildServiceProvider();

    public static TheoryData<string> Names => [.. Operations.All.Select(operation => operation.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Operation_AsEachRole_IsRefusedToAllButThoseOfTheTable(string name)
    {
        var operation = Operations.All.Single(each => each.Name == name);
        foreach (var role in Enum.GetValues<Role>())
        {
            var refused = await RefusedAsync(name, new Actor("p-1", "Lin", [role]));
            Assert.Equal((role, !Permissions.RolesWith(operation.Permission).Contains(role)), (role, refused == $"Governance.Needs.{operation.Permission}"));
        }

        Assert.Equal($"Governance.Needs.{operation.Permission}", await RefusedAsync(name, Actor.Nobody));
        Assert.Equal("Governance.TokenLacks", await RefusedAsync(name, Actor.Owner with { Id = "p-1", Scope = [] }) is "Governance.TokenMakesNoToken" ? "Governance.TokenLacks" : await RefusedAsync(name, Actor.Owner with { Id = "p-1", Scope = [] }));
    }

    [Fact]
    public void Table_NamesEveryMethodOfCoreThatTakesAnActor()
    {
        var known = Operations.All.Select(operation => operation.Method).ToHashSet(StringComparer.Ordinal);
        var methods =
            from type in typeof(Operations).Assembly.GetTypes()
            where !type.IsInterface && !typeof(Delegate).IsAssignableFrom(type) && !type.Name.Contains('<', StringComparison.Ordinal)
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where !method.IsSpecialName && type != typeof(Actor) && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Actor))
            let name = $"{type.Name}.{method.Name}"
            where !Below.Any(below => name.StartsWith(below, StringComparison.Ordinal))
            select name;

        // A method missing here needs a line in Operations, and a call above; one missing there is gone.
        Assert.Equal(known.Order(StringComparer.Ordinal), methods.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Operations.All.Select(operation => operation.Name).Order(StringComparer.Ordinal), Calls.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Permissions_EachIsSomebodys_AndEachRoleReads()
    {
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.NotEmpty(Permissions.RolesWith(permission)));
        Assert.Equal(Enum.GetValues<Role>(), Permissions.RolesWith(Permission.Read));
        Assert.Equal([Permission.Read, Permission.ExportResults, Permission.ExportLog], Enum.GetValues<Permission>().Where(permission => Permissions.RolesWith(permission).Contains(Role.Auditor)));
        Assert.Equal([Role.Approver], Permissions.RolesWith(Permission.DecideDecision));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _database.Dispose();
    }

    /// <returns>Key of the reason; null when the operation went past the question, whatever came of it.</returns>
    private async Task<string?> RefusedAsync(string name, Actor actor)
    {
        try
        {
            await Calls[name](_services, actor, TestContext.Current.CancellationToken);
            return null;
        }
        catch (NotAllowedException refused)
        {
            return refused.Reason.Key;
        }
        catch (Exception tried) when (tried is InputException or ModelUnavailableException)
        {
            return null;
        }
    }

    private static T Get<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
