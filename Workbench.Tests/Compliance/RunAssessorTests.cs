using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Compliance;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Compliance;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Compliance;

public sealed class RunAssessorTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestDatabase _database = new();
    private readonly AssessmentStore _store;
    private readonly PolicyPack _pack = Given.Pack(Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20));

    public RunAssessorTests() => _store = new AssessmentStore(_database.Factory, new FakeTimeProvider(Given.Noon));

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task AssessAsync_FinishedRun_IsKeptWithItsPackAndReadBackTheSame()
    {
        var made = await Assessor().AssessAsync("R-0001", _pack, null, Actor.Owner, None);
        var second = await Assessor().AssessAsync("R-0001", _pack, "one", Actor.Owner, None);

        var found = await _store.FindAsync("A-0001", None);
        Assert.Equal(("A-0001", "A-0002", made.Sha256), (made.Id, second.Id, found!.Sha256));
        Assert.Equal(Given.Noon, found.At);
        Assert.Equal(_pack.Sha256, (await _store.PackAsync(found.PackSha256, None))!.Sha256);
        Assert.Equal(["A-0002", "A-0001"], (await _store.ListAsync(10, None)).Select(assessment => assessment.Id));
        Assert.Null(await _store.FindAsync("A-0003", None));
        await using var db = _database.Factory.CreateDbContext();
        Assert.Equal(["assessment.made A-0001", "assessment.made A-0002"], db.Set<LogEntryRow>().OrderBy(row => row.Index).AsEnumerable().Select(row => $"{row.Kind} {row.Subject}"));
    }

    [Fact]
    public async Task AssessAsync_RunStillGoing_UnknownRunOrCandidate_IsInputProblem()
    {
        var running = await Assert.ThrowsAsync<InputException>(() => Assessor(RunStatus.Running).AssessAsync("R-0001", _pack, null, Actor.Owner, None));
        await Assert.ThrowsAsync<InputException>(() => Assessor().AssessAsync("R-0009", _pack, null, Actor.Owner, None));
        var candidate = await Assert.ThrowsAsync<InputException>(() => Assessor().AssessAsync("R-0001", _pack, "two", Actor.Owner, None));

        Assert.Contains("R-0001", running.Problems[0].Message.ToString(), StringComparison.Ordinal);
        Assert.Equal("candidate", candidate.Problems[0].Field);
        Assert.Empty(await _store.ListAsync(10, None));
    }

    [Fact]
    public Task AssessAsync_Auditor_IsNotAllowed() =>
        Assert.ThrowsAsync<NotAllowedException>(() => Assessor().AssessAsync("R-0001", _pack, null, new Actor("ada", "Ada", [Role.Auditor]), None));

    [Fact]
    public async Task Json_OfAssessment_HasTheShapeOthersRelyOn()
    {
        var json = AssessmentJson.Of(await Assessor().AssessAsync("R-0001", _pack, null, Actor.Owner, None), _pack, System.Globalization.CultureInfo.InvariantCulture);

        var clause = json["candidates"]![0]!["clauses"]![0]!;
        Assert.Equal(("A-0001", "R-0001", "test@1"), ((string)json["assessment"]!, (string)json["run"]!, (string)json["pack"]!["id"]!));
        Assert.Equal(("clause", "does-not-conform", false, 25, 20, 0.9), ((string)clause["id"]!, (string)clause["verdict"]!, (bool)clause["demonstrated"]!, (int)clause["n"]!, (int)clause["minN"]!, (double)clause["threshold"]!));
        Assert.Equal(["value", "low", "high", "n", "clusters", "method", "confidence"], ((JsonObject)clause["estimate"]!).Select(field => field.Key));
        Assert.Equal(5, clause["samples"]!["failing"]!.AsArray().Count);
    }

    private RunAssessor Assessor(RunStatus status = RunStatus.Finished)
    {
        var (suite, run, results) = Given.Counted(20, 25);
        return new RunAssessor(FakeRunStore.Of(run with { Status = status }, suite, results), _store);
    }
}
