using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Compliance;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Runs;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Compliance;
using Workbench.Core.Storage.Evidence;
using Workbench.Core.Storage.Findings;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Compliance;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Findings;

/// <summary>A workspace with four people and an assessment of two candidates: one measured clause that fails, one that conforms, two by document.</summary>
internal sealed class Ground : IDisposable
{
    private readonly TestDatabase _database;

    public Ground(DatabaseKind kind, bool alone = false)
    {
        _database = new TestDatabase(kind);
        var workspace = new Workspace(_database.Folder);
        var (suite, run, results) = Compliance.Given.Counted(20, 25);
        run = Compliance.Given.Run(suite, "one", "two");
        Runs = FakeRunStore.Of(run, suite, results);
        Assessments = new AssessmentStore(_database.Factory, Time);
        Evidence = new EvidenceStore(_database.Factory, workspace, Time);
        People = new PeopleStore(_database.Factory, Time);
        Log = new LogStore(_database.Factory, workspace, Time);
        Views = new AssessmentViews(_database.Factory, Assessments, Runs, Time);
        Answers = new AnswerStore(_database.Factory, Assessments, Time);
        Findings = new FindingStore(_database.Factory, Assessments, Runs, People, Time);
        Exceptions = new ExceptionStore(_database.Factory, Views, People, Log, Time);
        Check = new LogCheck(_database.Factory, workspace);
        Pack = Compliance.Given.Pack(
            Compliance.Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20),
            Compliance.Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.5, 20) with { Id = "low" },
            Document("5.1"),
            Document("7.2") with { Recommended = true });
        Ready = FillAsync(run, suite, results, alone);
    }

    public static Actor Officer { get; } = new("wen", "Wen", [Role.ComplianceOfficer]);

    public static Actor Researcher { get; } = new("ada", "Ada", [Role.Researcher]);

    public static Actor Lead { get; } = new("jonas", "Jonas", [Role.TeamLead]);

    public static Actor Approver { get; } = new("tomas", "Tomas", [Role.Approver]);

    public FakeTimeProvider Time { get; } = new(Compliance.Given.Noon);

    public PolicyPack Pack { get; }

    public Task Ready { get; }

    public IRunStore Runs { get; }

    public AssessmentStore Assessments { get; }

    public EvidenceStore Evidence { get; }

    public PeopleStore People { get; }

    public LogStore Log { get; }

    public LogCheck Check { get; }

    public AssessmentViews Views { get; }

    public AnswerStore Answers { get; }

    public FindingStore Findings { get; }

    public ExceptionStore Exceptions { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static FindingDraft Draft(Severity severity = Severity.Major, string owner = "jonas") => new(
        severity, "Made-up places", "20 of 25 right; 22 are needed.", "A-0001", "clause", null, "one", [new SampleReference("s21", 0), new SampleReference("s22", 0)], "Too little was taught.", "Wrong answers reach readers.", "Teach it.", owner, new DateOnly(2026, 12, 1));

    public async Task<string> FileAsync(string text = "seen", int? days = null) =>
        (await Evidence.AddAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), new EvidenceDraft($"{text}.txt", EvidenceKind.Procedure, null, null, days is { } after ? Time.GetUtcNow().AddDays(after) : null), [], Officer, Cancellation)).Id;

    public async Task<AssessmentView> ViewAsync() => (await Views.FindAsync("A-0001", Cancellation))!;

    public async Task<ClauseException> RequestAsync(int days = 30, string use = "reading room") =>
        await Exceptions.RequestAsync(new ExceptionDraft("A-0001", "one", ["clause"], use, "Needed for the fair.", "A person reads every answer.", [await FileAsync($"measure {Guid.NewGuid():n}")], Time.GetUtcNow().AddDays(days)), Officer, Cancellation);

    public async Task<IEnumerable<(string Kind, string Actor)>> EntriesAsync(string subject) =>
        (await Log.ListAsync(50, subject: subject, cancellation: Cancellation)).Reverse().Select(entry => (entry.Kind, entry.Actor));

    public void Dispose() => _database.Dispose();

    private static Clause Document(string id) => Compliance.Given.Measured("x", Comparison.AtLeast, 0, 0) with { Id = id, Kind = ClauseKind.Documentary, Metric = null, Limit = null, Evidence = new Wording("A procedure", "制度文件") };

    private async Task FillAsync(RunHeader run, Core.Suites.PromptSuite suite, ImmutableArray<SampleResult> results, bool alone)
    {
        if (!alone)
        {
            foreach (var person in (Actor[])[Officer, Researcher, Lead, Approver])
            {
                await People.AddAsync(person.Name, person.Roles, null, Actor.Owner, default, person.Id);
            }
        }

        ImmutableArray<CandidateAssessment> judged = [Assessment.Assess(Pack, run, suite, results, "one"), Assessment.Assess(Pack, run, suite, results.Select(result => result with { Candidate = "two" }), "two")];
        await Assessments.AddAsync(Pack, run, judged, null, [], Officer, default);
    }
}
