using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Core.Reports.Formats;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Compliance;
using Workbench.Tests.Shared;
using Assessed = Workbench.Tests.Compliance.Given;
using FakeRunStore = Workbench.Tests.Compliance.FakeRunStore;

namespace Workbench.Tests.Reports;

public sealed class ReportWriterTests : IDisposable, IReportHistory, IAssessmentViews
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestDatabase _database = new();
    private readonly FakeTimeProvider _clock = new(Assessed.Noon);
    private readonly AssessmentStore _store;
    private readonly IRunStore _runs;
    private readonly ReportWriter _writer;
    private readonly List<ReportMade> _recorded = [];
    private Decision? _decision;
    private AssessmentView? _view;

    public ReportWriterTests()
    {
        var (suite, run, results) = Assessed.Counted(20, 25);
        _runs = FakeRunStore.Of(run, suite, results);
        _store = new AssessmentStore(_database.Factory, _clock);
        _writer = new ReportWriter(new ReportSource(_runs, _store, _clock) { History = this, Views = this }, new PdfPrinter("/nowhere"));
    }

    public void Dispose() => _database.Dispose();

    Task<LogHead> IReportHistory.HeadAsync(CancellationToken cancellation) => Task.FromResult(new LogHead("log.example", 7, "00ff", null));

    Task<Decision?> IReportHistory.DecisionAsync(string decisionId, CancellationToken cancellation) => Task.FromResult(_decision?.Id == decisionId ? _decision : null);

    Task<ImmutableArray<Decision>> IReportHistory.DecisionsAsync(string assessmentId, CancellationToken cancellation) => Task.FromResult<ImmutableArray<Decision>>(_decision is null ? [] : [_decision]);

    Task<ImmutableArray<BankCoverage>> IReportHistory.BanksAsync(CancellationToken cancellation) => Task.FromResult<ImmutableArray<BankCoverage>>([]);

    Task<ImmutableDictionary<string, string>> IReportHistory.PeopleAsync(CancellationToken cancellation) => Task.FromResult(ImmutableDictionary<string, string>.Empty.Add("owner", "Ada Owner · 阿达"));

    Task IReportHistory.RecordAsync(ReportMade made, Actor actor, CancellationToken cancellation)
    {
        _recorded.Add(made);
        return Task.CompletedTask;
    }

    Task<ImmutableArray<ReportExported>> IReportHistory.ExportedAsync(int count, CancellationToken cancellation) => throw new NotSupportedException();

    [Fact]
    public async Task ExportAsync_Decision_SaysWhoDecidedAndWhetherTheEvidenceStands()
    {
        var assessment = await AssessAsync();
        _decision = Decide(assessment.Sha256);

        var page = await ExportAsync("DR-2026-001", ReportFormat.Html);

        Assert.Contains("Decision record", page, StringComparison.Ordinal);
        Assert.Contains("only in English", page, StringComparison.Ordinal);
        Assert.DoesNotContain("no longer what the proposal named", page, StringComparison.Ordinal);
        _decision = Decide(new string('0', 64));
        Assert.Contains("no longer what the proposal named", await ExportAsync("DR-2026-001", ReportFormat.Html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportAsync_Audit_TellsTheDecisionsThatRestOnIt()
    {
        _decision = Decide((await AssessAsync()).Sha256);

        var page = await ExportAsync("A-0001", ReportFormat.Html);

        Assert.Contains("DR-2026-001", page, StringComparison.Ordinal);
        Assert.Contains("<dd>Ada Owner</dd>", page, StringComparison.Ordinal);
        Assert.Contains("good enough", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportAsync_Json_HoldsTheAssessmentAndTheLog()
    {
        await AssessAsync();

        var json = JsonNode.Parse(await ExportAsync("A-0001", ReportFormat.Json))!;

        Assert.Equal(("A-0001", "audit", 7, "00ff"), ((string)json["report"]!, (string)json["kind"]!, (int)json["log"]!["size"]!, (string)json["log"]!["root"]!));
        Assert.Equal("clause", (string)json["assessment"]!["candidates"]![0]!["clauses"]![0]!["id"]!);
    }

    [Fact]
    public async Task ExportAsync_Run_HasItsNumbers() =>
        Assert.Equal(0.8, (double)JsonNode.Parse(await ExportAsync("R-0001", ReportFormat.Json))!["metrics"]!["one"]!["claim-outcome.accuracy"]!["value"]!, 12);

    [Fact]
    public async Task ExportAsync_File_HasItsHashInTheLog()
    {
        await ExportAsync("R-0001", ReportFormat.Html);

        var made = Assert.Single(_recorded);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(_database.Folder, "report.file"), None))), made.Sha256);
        Assert.Equal((ReportKind.Run, ReportFormat.Html, "en"), (made.Kind, made.Format, made.Language));
    }

    [Fact]
    public async Task WriteAsync_Preview_LeavesNoTrace()
    {
        await _writer.WriteAsync(Order("R-0001", ReportFormat.Html) with { IsPreview = true }, Path.Combine(_database.Folder, "preview.html"), null, None);

        Assert.Empty(_recorded);
    }

    [Theory]
    [InlineData("A-0009", ReportFormat.Html, null)]
    [InlineData("R-0001", ReportFormat.Pdf, null)]
    [InlineData("R-0001", ReportFormat.Html, ReportKind.Audit)]
    [InlineData("R-0001", ReportFormat.Html, ReportKind.Tc260)]
    [InlineData("R-0001", ReportFormat.Html, ReportKind.Decision)]
    [InlineData("R-0001", ReportFormat.Html, ReportKind.Comparison)]
    public async Task ExportAsync_NothingToWrite_LeavesNoFileAndNoEntry(string subject, ReportFormat format, ReportKind? kind)
    {
        var path = Path.Combine(_database.Folder, "out.file");

        await Assert.ThrowsAsync<InputException>(() => _writer.ExportAsync(Order(subject, format) with { Kind = kind }, path, Actor.Owner, null, None));

        Assert.Empty(Directory.EnumerateFiles(_database.Folder, "*out.file*"));
        Assert.Empty(_recorded);
    }

    [Theory]
    [InlineData("two", "two.gguf")]
    [InlineData("null:refuse", "null:refuse")]
    public async Task ExportAsync_Comparison_PairsTwoCandidatesByQuestion(string name, string model)
    {
        var (suite, run, results) = Assessed.Counted(20, 25);
        run = run with { Candidates = [.. run.Candidates, run.Candidates[0] with { Name = name, Model = model }] };
        results = [.. results, .. results.Select((result, index) => Assessed.Answered(result.SampleId, name, "claim-outcome", index < 5 ? Core.Scoring.Outcome.Correct : Core.Scoring.Outcome.Incorrect))];
        var writer = new ReportWriter(new ReportSource(FakeRunStore.Of(run, suite, results), _store, _clock), new PdfPrinter("/nowhere"));
        var path = Path.Combine(_database.Folder, "c.html");

        var made = await writer.ExportAsync(Order("R-0001", ReportFormat.Html) with { Candidate = name, Against = "one" }, path, Actor.Owner, null, None);

        var page = await File.ReadAllTextAsync(path, None);
        Assert.Equal(ReportKind.Comparison, made.Kind);
        Assert.Contains("−60.0 %", page, StringComparison.Ordinal);
        Assert.Contains($"R-0001 {name} against R-0001 one", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportAsync_AuditWithAnswersFindingsAndExceptions_TellsThem()
    {
        var assessment = await AssessAsync();
        var pack = Assessed.Pack(Assessed.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20));
        var finding = new Finding("F-0007", new FindingDraft(Severity.Blocking, "Makes up capitals", "20 of 25", "A-0001", "clause", "R-0001", "one", [new SampleReference("s3", 0)], "training", null, "retrain", "owner", new DateOnly(2026, 11, 1)), FindingStatus.InProgress, "owner", new DateOnly(2026, 11, 1),
            [new FindingStep(FindingAct.Open, "owner", "", Assessed.Noon, 8), new FindingStep(FindingAct.Respond, "owner", "retraining begun", Assessed.Noon, 9)]);
        var exception = new ClauseException("E-0003", "A-0001", pack.Id, assessment.PackSha256, "one", "hash", ["clause"], "translation", "only inside", "a person reads all", [], Assessed.Noon.AddDays(30), ExceptionState.Approved,
            [new ExceptionStep(ExceptionState.Requested, "owner", "", Assessed.Noon, 10), new ExceptionStep(ExceptionState.Approved, "p-2", "", Assessed.Noon, 11)]);
        _view = AssessmentView.Make(assessment, pack, new Dictionary<string, string> { ["one"] = "hash" }, [], [finding], [exception], Assessed.Noon);

        var page = await ExportAsync("A-0001", ReportFormat.Html);

        Assert.Contains("F-0007", page, StringComparison.Ordinal);
        Assert.Contains("retraining begun", page, StringComparison.Ordinal);
        Assert.Contains("E-0003", page, StringComparison.Ordinal);
        Assert.Contains("a person reads all", page, StringComparison.Ordinal);
        Assert.Contains("does not conform", page, StringComparison.Ordinal);
        Assert.Contains(assessment.Sha256, page, StringComparison.Ordinal);
        Assert.Contains(_view.Candidates[0].Sha256, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Reports.", Regex.Replace(page, "<style>.*?</style>", "", RegexOptions.Singleline), StringComparison.Ordinal);
    }

    Task<AssessmentView?> IAssessmentViews.FindAsync(string assessmentId, CancellationToken cancellation) => Task.FromResult(_view);

    private static ReportOrder Order(string subject, ReportFormat format) => new(subject, format, CultureInfo.GetCultureInfo("en"));

    private async Task<string> ExportAsync(string subject, ReportFormat format)
    {
        var path = Path.Combine(_database.Folder, "report.file");
        await _writer.ExportAsync(Order(subject, format), path, Actor.Owner, null, None);
        return await File.ReadAllTextAsync(path, None);
    }

    private Task<Assessment> AssessAsync() =>
        new RunAssessor(_runs, _store).AssessAsync("R-0001", Assessed.Pack(Assessed.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20)), null, Actor.Owner, None);

    private static Decision Decide(string evidence) => new(
        "DR-2026-001", new DecisionProposal("one", new string('c', 64), "translation", "A-0001", evidence, "R-0001", "good enough"), DecisionState.Approved, [new DecisionCondition("only in English")], Assessed.Noon.AddDays(90),
        [new DecisionStep(DecisionState.Submitted, "ada", "Ada", "good enough", Assessed.Noon, 3), new DecisionStep(DecisionState.Approved, "bo", "Bo", "agreed", Assessed.Noon, 4)]);
}
