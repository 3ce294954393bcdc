using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Banks;
using Workbench.Components.Compliance;
using Workbench.Components.Decisions;
using Workbench.Components.Evidence;
using Workbench.Components.Findings;
using Workbench.Components.Labels;
using Workbench.Components.Log;
using Workbench.Components.People;
using Workbench.Components.Provenance;
using Workbench.Components.Reports;
using Workbench.Components.Runs;
using Workbench.Components.Settings;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Banks;
using Workbench.Core.Storage.Compliance;
using Workbench.Core.Storage.Decisions;
using Workbench.Core.Storage.Evidence;
using Workbench.Core.Storage.Findings;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Decisions;
using Given = Workbench.Tests.Compliance.Given;

namespace Workbench.Tests.Components;

/// <summary>Each page of governance as each role and as nobody: an act is offered to exactly those who may do it, and the others are told why not, once, in both languages.</summary>
public sealed class PagesOfGovernanceRolesTests : RoleVisits
{
    private static readonly Candidate Echo = new("null:echo", "null:echo");

    // While nothing is there.
    private static readonly PageAct[] FirstActs =
    [
        new(typeof(BanksPage), "/banks", [], "[data-step='bank-starter']", Permission.EditBanks),
        new(typeof(EvidencePage), "/evidence", [], "a.btn:not(.primary)[href='/evidence/new']", Permission.Assess),
        new(typeof(CompliancePage), "/compliance", [], "a[href='/policies/new']", Permission.Assess),
        new(typeof(CompliancePage), "/compliance", [], "a[href='/runs/new']", Permission.RunSuites),
        new(typeof(LabelsPage), "/labels", [], "a[href='/runs/new']", Permission.RunSuites),
        new(typeof(PlanPage), "/compliance/plans/AP-9999", [("Id", "AP-9999")], "a[href='/compliance/plans/new']", Permission.Assess),
    ];

    private static readonly PageAct[] Acts =
    [
        new(typeof(BanksPage), "/banks", [], "a[href='/banks/import']", Permission.EditBanks),
        new(typeof(BanksPage), "/banks", [], "a.btn[href^='/banks/new']", Permission.EditBanks),
        new(typeof(BanksPage), "/banks", [], "a.own", Permission.EditBanks),
        new(typeof(BanksPage), "/banks", [], "[data-step='bank-draw'] | #draw-name", Permission.RunSuites),
        new(typeof(BankItemsPage), "/banks/items", [], "a.btn[href^='/banks/new']", Permission.EditBanks),
        new(typeof(BankItemPage), "/banks/new", [], "[data-step='bank-save'] | #q-text", Permission.EditBanks),
        new(typeof(BankItemPage), "/banks/items/Q-00011", [("Id", "Q-00011")], "fieldset:not([disabled]) #q-text", Permission.EditBanks),
        new(typeof(BankItemPage), "/banks/items/Q-00011", [("Id", "Q-00011")], "[data-step='bank-save']", Permission.EditBanks),
        new(typeof(BankItemPage), "/banks/items/Q-00011", [("Id", "Q-00011")], "[data-step='bank-accept']", Permission.ReviewBanks),
        new(typeof(BankItemPage), "/banks/items/Q-00011", [("Id", "Q-00011")], "[data-step='bank-retire']", Permission.ReviewBanks),
        new(typeof(BankImportPage), "/banks/import", [], "#import-file | [data-step='bank-import']", Permission.EditBanks),
        new(typeof(BankReviewPage), "/banks/review?bank=generated", [], "[data-step='bank-accept-all']", Permission.ReviewBanks),
        new(typeof(BankReviewPage), "/banks/review", [], "[data-step='bank-accept'] | #reason", Permission.ReviewBanks),
        new(typeof(CompliancePage), "/compliance", [], "form.assess", Permission.Assess),
        new(typeof(CompliancePage), "/compliance", [], "a[href='/policies/new']", Permission.Assess),
        new(typeof(PackPage), "/policies/own.template@1", [("Key", "own.template@1")], ".btn[href^='/policies/new'] | .btn[href^='/compliance?pack']", Permission.Assess),
        new(typeof(PackEditPage), "/policies/new", [], "button[data-key='Ctrl+s']", Permission.Assess),
        new(typeof(NewPlanPage), "/compliance/plans/new", [], "[data-step='fix-plan']", Permission.Assess),
        new(typeof(PlanPage), "/compliance/plans/AP-0001", [("Id", "AP-0001")], "button.primary", Permission.RunSuites),
        new(typeof(PlanPage), "/compliance/plans/AP-0002", [("Id", "AP-0002")], "button.primary", Permission.Assess),
        new(typeof(PlanPage), "/compliance/plans/AP-0002", [("Id", "AP-0002")], "a.btn[href^='/labels/']", Permission.Vote),
        new(typeof(AssessmentPage), "/compliance/A-0001", [("Id", "A-0001")], "a[href^='/reports/']", Permission.ExportResults),
        new(typeof(AssessmentPage), "/compliance/A-0001", [("Id", "A-0001")], "[data-evidence-pack]", Permission.ExportLog),
        new(typeof(AssessmentPage), "/compliance/A-0001", [("Id", "A-0001")], "a[href^='/decisions/new']", Permission.ProposeDecision),
        new(typeof(AssessmentPage), "/compliance/A-0002?candidate=alpha&clause=clause", [("Id", "A-0002")], "[data-step='open-finding'] | [data-step='ask-exception']", Permission.Assess),
        new(typeof(AssessmentPage), "/compliance/A-0003?candidate=alpha&clause=clause", [("Id", "A-0003")], "[data-step='answer'] | [data-step='open-finding'] | [data-step='evidence-add'] | [data-step='evidence-link']", Permission.Assess),
        new(typeof(DecisionsPage), "/decisions", [], "a[href='/decisions/new']", Permission.ProposeDecision),
        new(typeof(NewDecisionPage), "/decisions/new", [], "form", Permission.ProposeDecision),
        new(typeof(DecisionPage), "/decisions/{asked}", [("Id", "{asked}")], "[data-act='Approve']", Permission.DecideDecision) { Why = "Approve" },
        new(typeof(DecisionPage), "/decisions/{asked}", [("Id", "{asked}")], "[data-act='Dissent']", Permission.Vote) { Why = "Dissent" },
        new(typeof(DecisionPage), "/decisions/{asked}", [("Id", "{asked}")], "a[href^='/reports/']", Permission.ExportResults),
        new(typeof(DecisionPage), "/decisions/{asked}", [("Id", "{asked}")], "[data-evidence-pack]", Permission.ExportLog),
        new(typeof(DecisionPage), "/decisions/{draft}", [("Id", "{draft}")], "[data-act='Submit'] | [data-act='Revise']", Permission.ProposeDecision) { Why = "Submit" },
        new(typeof(DecisionPage), "/decisions/{draft}", [("Id", "{draft}")], "[data-step='evidence-add']", Permission.Assess),
        new(typeof(EditDecisionPage), "/decisions/{draft}/edit", [("Id", "{draft}")], "form", Permission.ProposeDecision) { Why = "Revise" },
        new(typeof(SignatoriesPage), "/decisions/signatories", [], "input[type='checkbox']:not([disabled])", Permission.ManagePeople),
        new(typeof(EvidencePage), "/evidence", [], "a.btn.primary[href='/evidence/new']", Permission.Assess),
        new(typeof(EvidencePage), "/evidence?file=EV-0001", [], "[data-step='evidence-link'] | .list .btn.quiet.push", Permission.Assess),
        new(typeof(EvidencePage), "/evidence?file=EV-0001", [], "a[download]", Permission.ExportResults),
        new(typeof(NewEvidencePage), "/evidence/new", [], "[data-step='evidence-add']", Permission.Assess),
        new(typeof(NewEvidencePage), "/evidence/new?subject=finding%20F-0002", [], "[data-step='evidence-add']", Permission.Assess),
        new(typeof(FindingPage), "/findings/F-0001", [("Id", "F-0001")], "[data-step='respond'] | #said", Permission.AnswerFindings) { Why = "Respond" },
        new(typeof(FindingPage), "/findings/F-0001", [("Id", "F-0001")], "[data-step='evidence-add']", Permission.AnswerFindings) { Why = "Respond" },
        new(typeof(FindingPage), "/findings/F-0002", [("Id", "F-0002")], "[data-step='evidence-add']", Permission.Assess) { Why = "Assign" },
        new(typeof(FindingPage), "/findings/F-0002", [("Id", "F-0002")], "[data-step='assign']", Permission.Assess) { Why = "Assign" },
        new(typeof(FindingPage), "/findings/F-0002", [("Id", "F-0002")], "[data-step='accept']", Permission.DecideDecision) { Why = "Accept" },
        new(typeof(NewFindingPage), "/findings/new?assessment=A-0002", [], "form", Permission.Assess),
        new(typeof(ExceptionsPage), "/exceptions", [], "a[href='/exceptions/new']", Permission.Assess),
        new(typeof(NewExceptionPage), "/exceptions/new", [], "form", Permission.Assess),
        new(typeof(ExceptionPage), "/exceptions/E-0001", [("Id", "E-0001")], "[data-step='approve'] | [data-step='reject']", Permission.DecideDecision),
        new(typeof(ExceptionPage), "/exceptions/E-0001", [("Id", "E-0001")], "[data-step='withdraw'] | [data-step='evidence-add']", Permission.Assess),
        new(typeof(ProvenancePage), "/models/demo-knows/provenance", [("Key", "demo-knows")], "a[href*='edit=1'] | [data-step='evidence-add']", Permission.Assess),
        new(typeof(ProvenancePage), "/models/demo-knows/provenance", [("Key", "demo-knows")], "a[download]", Permission.ExportResults),
        new(typeof(ProvenancePage), "/models/demo-knows/provenance?edit=1", [("Key", "demo-knows")], ".form button.primary", Permission.Assess),
        new(typeof(LabelsPage), "/labels", [], "td a.btn", Permission.Vote),
        new(typeof(LabelRunPage), "/labels/R-0001", [("Id", "R-0001")], ".choices button | #note", Permission.Vote),
        new(typeof(Workbench.Components.Log.LogPage), "/log", [], "a[download]", Permission.ExportLog),
        new(typeof(CheckpointsPage), "/log/checkpoints", [], "[data-rotate]", Permission.ManageLog),
        new(typeof(ReportsPage), "/reports", [], "button.primary | #subject", Permission.ExportResults),
        new(typeof(PeoplePage), "/people", [], "form", Permission.ManagePeople),
        new(typeof(PeoplePage), "/people?person={wen}", [], "[data-step='lock'] | [data-step='reset'] | [data-step='erase'] | [data-step='roles']", Permission.ManagePeople),
        new(typeof(AccountPage), "/account", [], "[data-step='make-token']", Permission.Read),
        new(typeof(BackupSection), "/settings", [], "button", Permission.BackUp),
        new(typeof(CacheSection), "/settings", [], "[data-step='clear-cache']", Permission.RunSuites),
        new(typeof(RunsPage), "/runs", [], ".order select:not([disabled]) | .order button:not([disabled])", Permission.RunSuites),
        new(typeof(RunPage), "/runs/R-0002", [("Id", "R-0002")], "a[href^='/compliance?run']", Permission.Assess),
        new(typeof(RunPage), "/runs/R-0002", [("Id", "R-0002")], "a[href*='/export']", Permission.ExportResults),
        new(typeof(RunPage), "/runs/R-0002?sample=a&candidate=alpha", [("Id", "R-0002")], "[data-step='open-finding']", Permission.Assess),
    ];

    [Theory, MemberData(nameof(Visits))]
    public async Task Page_AsRole_OffersWhatItMayAndSaysWhyNot(Role? role, string language)
    {
        var lin = await EnterAsync(role);
        Speak(language);
        var wrong = FirstActs.SelectMany(act => Try(act, role, language)).ToList();
        var ids = await FillAsync(lin);

        wrong.AddRange(Acts.Select(act => With(act, ids)).SelectMany(act => Try(act, role, language)));

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static PageAct With(PageAct act, Dictionary<string, string> ids)
    {
        string Named(string text) => ids.Aggregate(text, (said, id) => said.Replace($"{{{id.Key}}}", id.Value, StringComparison.Ordinal));
        return act with { Address = Named(act.Address), Parameters = [.. act.Parameters.Select(parameter => (parameter.Name, (object)Named((string)parameter.Value)))] };
    }

    /// <summary>One of everything, made by others than Lin but for her draft and the finding that she answers.</summary>
    private async Task<Dictionary<string, string>> FillAsync(Core.Governance.Person lin)
    {
        var ada = new Actor("p-evaluator", "Ada", [Role.Researcher, Role.Approver, Role.ComplianceOfficer]);
        var wen = (await Get<Core.Storage.Governance.PeopleStore>().ListAsync(Cancellation)).First(person => person.Id != lin.Id);
        await AskQuestionsAsync(ada);
        var measured = Given.Pack(Given.Measured("includes.rate", Comparison.AtLeast, 0.9, 1)) with { Id = "measured@1" };
        await DecisionFixture.AssessAsync(Services, ada, Verdict.Conforms, pack: measured);
        await DecisionFixture.AssessAsync(Services, ada, Verdict.DoesNotConform, pack: measured);
        await DecisionFixture.AssessAsync(Services, ada, Verdict.Documentary, pack: Given.Pack(measured.Clauses[0] with { Kind = ClauseKind.Documentary, Metric = null, Limit = null, Evidence = new Wording("A procedure", "制度文件") }) with { Id = "papers@1" });
        var suite = Given.Suite("includes", Given.Sample("a"));
        await Get<RunQueue>().EnqueueAsync(new RunSpec(suite, [Echo]), ada, Cancellation);
        await Get<RunQueue>().EnqueueAsync(new RunSpec(suite, [Echo]), ada, Cancellation);

        var due = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(14));
        foreach (var owner in new[] { lin, wen })
        {
            await Get<FindingStore>().OpenAsync(new FindingDraft(Severity.Major, "Made-up places", "Too few are right.", "A-0002", "clause", null, "alpha", [], null, null, null, owner.Id, due), ada, Cancellation);
        }

        var file = new EvidenceDraft("measure.txt", EvidenceKind.Procedure);
        await Get<EvidenceStore>().AddAsync(new MemoryStream(Encoding.UTF8.GetBytes("seen")), file, [EvidenceSubject.Finding("F-0002")], ada, Cancellation);
        await Get<ExceptionStore>().RequestAsync(new ExceptionDraft("A-0002", "alpha", ["clause"], "reading room", "Needed.", "A person reads every answer.", ["EV-0001"], DateTimeOffset.UtcNow.AddDays(30)), ada, Cancellation);
        var asked = new DecisionProposal("alpha", "", "leaflets", "A-0001", null, "", "Better.") { Tier = RiskTier.T1 };
        var before = await Get<DecisionStore>().ProposeAsync(asked, wen.ToActor() with { Roles = ada.Roles }, Cancellation);
        var draft = await Get<DecisionStore>().DraftAsync(asked with { FieldOfUse = "search" }, lin.ToActor() with { Roles = ada.Roles }, Cancellation);
        await Get<LogStore>().SignAsync(Cancellation);
        return new Dictionary<string, string> { ["asked"] = before.Id, ["draft"] = draft.Id, ["wen"] = wen.Id };
    }

    /// <summary>Ten questions accepted and one under review, a plan of them, and one that has run.</summary>
    private async Task AskQuestionsAsync(Actor ada)
    {
        static BankDraft Question(int at) => new(BankKind.Generated, "a.2.a", "en", $"Tell me about group {at}.");
        var banks = Get<BankStore>();
        await banks.AddAsync([.. Enumerable.Range(1, 10).Select(Question)], "t.jsonl", true, null, ada, Cancellation);
        await banks.AcceptAsync(BankSelection.All(new BankFilter()), Actor.Owner, Cancellation);
        await banks.AddAsync([Question(11)], "t.jsonl", true, null, ada, Cancellation);
        var pack = Given.Pack(Given.Measured("refusal.refused", Comparison.AtLeast, 0.9, 2));
        var request = new PlanRequest([pack], [], [Echo]) { Banks = [new("generated", null, 3)], People = 2 };
        await Get<AssessmentPlanner>().PlanAsync(request, ada, Cancellation);
        var run = await Get<AssessmentPlanner>().BeginAsync((await Get<AssessmentPlanner>().PlanAsync(request, ada, Cancellation)).Id, ada, Cancellation);
        await Get<RunQueue>().ExecuteAsync(run.Id, ada, null, Cancellation);
    }

    private T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();
}
