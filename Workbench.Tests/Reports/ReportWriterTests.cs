using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Compliance;
using Workbench.Tests.Compliance;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Reports;

public sealed class ReportWriterTests : IDisposable, IReportHistory
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestDatabase _database = new();
    private readonly FakeTimeProvider _clock = new(Given.Noon);
    private readonly AssessmentStore _store;
    private readonly IRunStore _runs;
    private readonly ReportWriter _writer;
    private Decision? _decision;

    public ReportWriterTests()
    {
        var (suite, run, results) = Given.Counted(20, 25);
        _runs = FakeRunStore.Of(run, suite, results);
        _store = new AssessmentStore(_database.Factory, _clock);
        _writer = new ReportWriter(new ReportSource(_runs, _store, _clock, this), new PdfPrinter("/nowhere"));
    }

    public void Dispose() => _database.Dispose();

    Task<LogHead> IReportHistory.HeadAsync(CancellationToken cancellation) => Task.FromResult(new LogHead("log.example", 7, "00ff", null));

    Task<Decision?> IReportHistory.DecisionAsync(string decisionId, CancellationToken cancellation) => Task.FromResult(_decision?.Id == decisionId ? _decision : null);

    [Fact]
    public async Task WriteAsync_Decision_SaysWhoDecidedAndWhetherTheEvidenceStands()
    {
        var assessment = await AssessAsync();
        _decision = Decide(assessment.Sha256);

        var page = await _writer.PageAsync("DR-2026-001", CultureInfo.InvariantCulture, None);

        Assert.Contains("Decision report", page, StringComparison.Ordinal);
        Assert.Contains("only in English", page, StringComparison.Ordinal);
        Assert.DoesNotContain("no longer what the proposal named", page, StringComparison.Ordinal);
        _decision = Decide(new string('0', 64));
        Assert.Contains("no longer what the proposal named", await _writer.PageAsync("DR-2026-001", CultureInfo.InvariantCulture, None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Json_HoldsTheAssessmentAndTheLog()
    {
        await AssessAsync();
        var path = Path.Combine(_database.Folder, "a.json");

        await _writer.WriteAsync("A-0001", ReportFormat.Json, CultureInfo.InvariantCulture, path, None);

        var json = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        Assert.Equal(("A-0001", 7, "00ff"), ((string)json["report"]!, (int)json["log"]!["size"]!, (string)json["log"]!["root"]!));
        Assert.Equal("clause", (string)json["assessment"]!["candidates"]![0]!["clauses"]![0]!["id"]!);
    }

    [Fact]
    public async Task WriteAsync_Run_HasItsNumbers()
    {
        var path = Path.Combine(_database.Folder, "r.json");

        await _writer.WriteAsync("R-0001", ReportFormat.Json, CultureInfo.InvariantCulture, path, None);

        Assert.Equal(0.8, (double)JsonNode.Parse(await File.ReadAllTextAsync(path))!["metrics"]!["one"]!["claim-outcome.accuracy"]!["value"]!, 12);
    }

    [Theory]
    [InlineData("A-0009", ReportFormat.Html)]
    [InlineData("R-0001", ReportFormat.Pdf)]
    public async Task WriteAsync_NothingToWrite_LeavesNoFile(string subject, ReportFormat format)
    {
        var path = Path.Combine(_database.Folder, "out.file");

        await Assert.ThrowsAsync<InputException>(() => _writer.WriteAsync(subject, format, CultureInfo.InvariantCulture, path, None));

        Assert.Empty(Directory.EnumerateFiles(_database.Folder, "*out.file*"));
    }

    private Task<Assessment> AssessAsync() =>
        new RunAssessor(_runs, _store).AssessAsync("R-0001", Given.Pack(Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20)), null, Actor.Owner, None);

    private static Decision Decide(string evidence) => new(
        "DR-2026-001", new DecisionProposal("one", new string('c', 64), "translation", "A-0001", evidence, "R-0001", "good enough"), DecisionState.Approved, [new DecisionCondition("only in English")], Given.Noon.AddDays(90),
        [new DecisionStep(DecisionState.Submitted, "ada", "Ada", "good enough", Given.Noon, 3), new DecisionStep(DecisionState.Approved, "bo", "Bo", "agreed", Given.Noon, 4)]);
}
