using System.Globalization;
using System.Text;
using Workbench.Core.Compliance;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage;

namespace Workbench.Tests.Findings;

public sealed class SqliteFindingStoreTests() : FindingStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresFindingStoreTests() : FindingStoreTests(DatabaseKind.Postgres);

public abstract class FindingStoreTests(DatabaseKind kind) : IDisposable
{
    private readonly Ground _ground = new(kind);

    [Fact]
    public async Task Evidence_OwnerWhoMayNotAssess_AddsItToTheirOwnOpenFindingOnly()
    {
        await _ground.Ready;
        var (own, other) = (await _ground.Findings.OpenAsync(Ground.Draft(), Ground.Officer, Ground.Cancellation), await _ground.Findings.OpenAsync(Ground.Draft(owner: "ada"), Ground.Officer, Ground.Cancellation));
        Task<EvidenceFile> AddAsync(string text, Actor actor, params EvidenceSubject[] subjects) =>
            _ground.Evidence.AddAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), new EvidenceDraft($"{text}.txt", EvidenceKind.Other), [.. subjects], actor, Ground.Cancellation);

        var file = await AddAsync("retrained", Ground.Lead, EvidenceSubject.Finding(own.Id));
        var officers = await AddAsync("terms", Ground.Officer);
        await _ground.Evidence.LinkAsync(officers.Id, EvidenceSubject.Finding(own.Id), Ground.Lead, Ground.Cancellation);

        Assert.Equal([file.Id, officers.Id], (await _ground.Evidence.ForAsync(EvidenceSubject.Finding(own.Id), Ground.Cancellation)).Select(each => each.Id));
        await Assert.ThrowsAsync<NotAllowedException>(() => AddAsync("a", Ground.Lead));
        await Assert.ThrowsAsync<NotAllowedException>(() => AddAsync("b", Ground.Lead, EvidenceSubject.Finding(other.Id)));
        await Assert.ThrowsAsync<NotAllowedException>(() => AddAsync("c", Ground.Lead, EvidenceSubject.Finding(own.Id), EvidenceSubject.Assessment("A-0001")));
        await Assert.ThrowsAsync<NotAllowedException>(() => _ground.Evidence.UnlinkAsync(file.Id, EvidenceSubject.Finding(own.Id), Ground.Lead, Ground.Cancellation));
        await Assert.ThrowsAsync<NotAllowedException>(() => AddAsync("d", new Actor("jonas", "Jonas", [Role.Auditor]), EvidenceSubject.Finding(own.Id)));
        await _ground.Findings.AcceptAsync(own.Id, "Known and small.", Ground.Approver, Ground.Cancellation);
        await Assert.ThrowsAsync<NotAllowedException>(() => AddAsync("e", Ground.Lead, EvidenceSubject.Finding(own.Id)));
    }

    [Fact]
    public async Task Finding_FromOpenedToClosed_LeavesEveryStepInTheLog()
    {
        await _ground.Ready;
        var opened = await OpenAsync();
        Assert.Equal(("F-0001", FindingStatus.Open, "R-0001", "jonas"), (opened.Id, opened.Status, opened.Content.RunId, opened.Owner));
        await _ground.Findings.RespondAsync("F-0001", "We teach it by December.", Ground.Lead, Ground.Cancellation);
        await _ground.Findings.AssignAsync("F-0001", "Ada", new DateOnly(2026, 12, 10), "Jonas is away.", Ground.Officer, Ground.Cancellation);
        await _ground.Findings.ResolveAsync("F-0001", "Taught.", Ground.Researcher, Ground.Cancellation);
        await _ground.Findings.ReopenAsync("F-0001", "Still 21 of 25.", Ground.Officer, Ground.Cancellation);
        await _ground.Findings.ResolveAsync("F-0001", "Taught again.", Ground.Researcher, Ground.Cancellation);
        await _ground.Findings.CloseAsync("F-0001", "25 of 25.", Ground.Officer, Ground.Cancellation);

        var closed = (await _ground.Findings.FindAsync("f-0001", Ground.Cancellation))!;
        Assert.Equal((FindingStatus.Closed, "ada", new DateOnly(2026, 12, 10), "We teach it by December."), (closed.Status, closed.Owner, closed.Due, closed.Response!.Text));
        Assert.Equal(opened.Content.Sha256, closed.Content.Sha256);
        Assert.Equal(
            [("finding.opened", "wen"), ("finding.answered", "jonas"), ("finding.assigned", "wen"), ("finding.resolved", "ada"), ("finding.reopened", "wen"), ("finding.resolved", "ada"), ("finding.closed", "wen")],
            await _ground.EntriesAsync("F-0001"));
        var body = Encoding.UTF8.GetString((await _ground.Log.FindAsync(closed.Steps[0].LogIndex, Ground.Cancellation))!.Body);
        Assert.Contains(opened.Content.Sha256, body, StringComparison.Ordinal);
        Assert.DoesNotContain("20 of 25", body, StringComparison.Ordinal);
        Assert.True((await _ground.Check.VerifyAsync(Ground.Cancellation)).Ok);
    }

    [Fact]
    public async Task Act_FromAnyStatusWhereItMayNot_IsRefusedAndLeavesNothing()
    {
        await _ground.Ready;
        foreach (var status in Enum.GetValues<FindingStatus>())
        {
            var id = await BringToAsync(status);
            foreach (var act in Enum.GetValues<FindingAct>().Where(act => act != FindingAct.Open && FindingRules.After(status, act) is null))
            {
                var head = (await _ground.Log.HeadAsync(Ground.Cancellation)).Text;
                var refused = await Assert.ThrowsAsync<InputException>(() => ActAsync(id, act));
                Assert.Equal($"Findings.NotFrom.{status}", refused.Problems[0].Message.Key);
                Assert.Equal(head, (await _ground.Log.HeadAsync(Ground.Cancellation)).Text);
                Assert.Equal(status, (await _ground.Findings.FindAsync(id, Ground.Cancellation))!.Status);
            }
        }
    }

    [Fact]
    public async Task CloseAndAccept_ByWhoMayNot_AreRefused()
    {
        await _ground.Ready;
        var mine = await BringToAsync(FindingStatus.Resolved);
        Assert.Equal("Findings.ResolverMayNotClose", (await Assert.ThrowsAsync<NotAllowedException>(() => _ground.Findings.CloseAsync(mine, "Seen.", Ground.Researcher, Ground.Cancellation))).Reason.Key);
        Assert.Equal("Governance.Needs.Assess", (await Assert.ThrowsAsync<NotAllowedException>(() => _ground.Findings.CloseAsync(mine, "Seen.", Ground.Lead, Ground.Cancellation))).Reason.Key);
        var theirs = (await OpenAsync(owner: "tomas")).Id;
        Assert.Equal("Findings.OwnerMayNotAccept", (await Assert.ThrowsAsync<NotAllowedException>(() => _ground.Findings.AcceptAsync(theirs, "Small.", Ground.Approver, Ground.Cancellation))).Reason.Key);
        var someones = (await OpenAsync()).Id;
        Assert.Equal("Findings.OnlyOwner", (await Assert.ThrowsAsync<NotAllowedException>(() => _ground.Findings.RespondAsync(someones, "Soon.", Ground.Approver, Ground.Cancellation))).Reason.Key);
    }

    [Fact]
    public async Task Accept_Blocking_NeedsAnExceptionInForce()
    {
        await _ground.Ready;
        var id = (await OpenAsync(Severity.Blocking)).Id;
        Assert.Contains(new Phrase("Findings.WayFinding", id), (await _ground.ViewAsync()).Of("one")!.InTheWay("reading room"));
        Assert.Equal("Findings.BlockingNeedsException", (await Assert.ThrowsAsync<InputException>(() => _ground.Findings.AcceptAsync(id, "Small.", Ground.Approver, Ground.Cancellation))).Problems[0].Message.Key);

        var exception = await _ground.RequestAsync();
        await Assert.ThrowsAsync<InputException>(() => _ground.Findings.AcceptAsync(id, "Small.", Ground.Approver, Ground.Cancellation));
        await _ground.Exceptions.ApproveAsync(exception.Id, "The measure holds.", Ground.Approver, Ground.Cancellation);
        Assert.Equal(FindingStatus.Accepted, (await _ground.Findings.AcceptAsync(id, "For the fair.", Ground.Approver, Ground.Cancellation)).Status);
        Assert.Empty((await _ground.ViewAsync()).Of("one")!.InTheWay("Reading Room"));
    }

    [Fact]
    public async Task Open_WhatIsWrong_IsSaidAtOnce()
    {
        await _ground.Ready;
        var wrong = await Assert.ThrowsAsync<InputException>(() => _ground.Findings.OpenAsync(
            new FindingDraft((Severity)9, "", new string('f', 4001), "A-0009", "9", "R-0009", "three", [new SampleReference("none", 0)], null, null, null, "nobody", new DateOnly(2026, 11, 24)), Ground.Officer, Ground.Cancellation));
        Assert.Equal(
            ["Findings.NoSeverity", "Findings.FieldMissing", "Findings.FieldTooLong", "Findings.DueInThePast", "Findings.NoSuchPerson", "Findings.NoSuchAssessment", "Findings.NoSuchRun"],
            wrong.Problems.Select(problem => problem.Message.Key));
        var inside = await Assert.ThrowsAsync<InputException>(() => _ground.Findings.OpenAsync(Ground.Draft() with { ClauseId = "none", Candidate = "three", Samples = [new SampleReference("none", 0)] }, Ground.Officer, Ground.Cancellation));
        Assert.Equal(["Findings.NoSuchCandidate", "Findings.NoSuchClause", "Findings.RunLacksSample"], inside.Problems.Select(problem => problem.Message.Key));
        var nothing = await Assert.ThrowsAsync<InputException>(() => _ground.Findings.OpenAsync(Ground.Draft() with { AssessmentId = null }, Ground.Officer, Ground.Cancellation));
        Assert.Equal(["Findings.AboutNothing", "Findings.ClauseOfNothing"], nothing.Problems.Select(problem => problem.Message.Key));
        Assert.Equal("R-0001", (await _ground.Findings.OpenAsync(Ground.Draft() with { AssessmentId = null, ClauseId = null, RunId = "R-0001" }, Ground.Officer, Ground.Cancellation)).Content.RunId);
    }

    [Fact]
    public async Task List_WhatIsOpenComesFirstByDayAndOverdueIsFound()
    {
        await _ground.Ready;
        await _ground.Findings.AcceptAsync((await OpenAsync()).Id, "Small.", Ground.Approver, Ground.Cancellation);
        await _ground.Findings.OpenAsync(Ground.Draft(Severity.Minor) with { Due = new DateOnly(2026, 12, 20) }, Ground.Officer, Ground.Cancellation);
        await _ground.Findings.OpenAsync(Ground.Draft(Severity.Blocking, "ada") with { Due = new DateOnly(2026, 12, 5) }, Ground.Officer, Ground.Cancellation);

        Assert.Equal(["F-0003", "F-0002", "F-0001"], await ListAsync(new FindingFilter()));
        Assert.Equal(["F-0003", "F-0002"], await ListAsync(new FindingFilter(Unsettled: true)));
        Assert.Equal(["F-0003"], await ListAsync(new FindingFilter(Owner: "ada", Severity: Severity.Blocking)));
        Assert.Equal(["F-0003"], await ListAsync(new FindingFilter(OverdueOn: new DateOnly(2026, 12, 6))));
        Assert.Equal(0, await _ground.Findings.CountAsync(new FindingFilter(OverdueOn: new DateOnly(2026, 12, 5)), Ground.Cancellation));
    }

    [Fact]
    public async Task Prefill_OfAFailedClause_HasItsNumbersAndFailingAnswers()
    {
        await _ground.Ready;
        var clause = (await _ground.ViewAsync()).Of("one")!.Clauses[0];
        var english = FindingPrefill.Of(clause, CultureInfo.GetCultureInfo("en"));
        var chinese = FindingPrefill.Of(clause, CultureInfo.GetCultureInfo("zh-Hans"));

        Assert.Equal(Severity.Major, english.Severity);
        Assert.Equal(["s20", "s21", "s22", "s23", "s24"], english.Samples.Select(sample => sample.SampleId));
        Assert.Contains("80.0", english.Fact, StringComparison.Ordinal);
        Assert.Contains("n 25", english.Fact, StringComparison.Ordinal);
        Assert.StartsWith("要求", chinese.Fact, StringComparison.Ordinal);
        Assert.Contains("标题", chinese.Title, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _ground.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task<Finding> OpenAsync(Severity severity = Severity.Major, string owner = "jonas") => _ground.Findings.OpenAsync(Ground.Draft(severity, owner), Ground.Officer, Ground.Cancellation);

    private async Task<IEnumerable<string>> ListAsync(FindingFilter filter) => (await _ground.Findings.ListAsync(filter, 50, Ground.Cancellation)).Select(finding => finding.Id);

    private Task<Finding> ActAsync(string id, FindingAct act) => act switch
    {
        FindingAct.Assign => _ground.Findings.AssignAsync(id, "ada", new DateOnly(2026, 12, 9), "Away.", Ground.Officer, Ground.Cancellation),
        FindingAct.Respond => _ground.Findings.RespondAsync(id, "Soon.", Ground.Lead, Ground.Cancellation),
        FindingAct.Resolve => _ground.Findings.ResolveAsync(id, "Done.", Ground.Researcher, Ground.Cancellation),
        FindingAct.Reopen => _ground.Findings.ReopenAsync(id, "Not done.", Ground.Officer, Ground.Cancellation),
        FindingAct.Accept => _ground.Findings.AcceptAsync(id, "Small.", Ground.Approver, Ground.Cancellation),
        _ => _ground.Findings.CloseAsync(id, "Seen.", Ground.Officer, Ground.Cancellation),
    };

    private async Task<string> BringToAsync(FindingStatus status)
    {
        var id = (await OpenAsync()).Id;
        FindingAct[] way = status switch
        {
            FindingStatus.Open => [],
            FindingStatus.InProgress => [FindingAct.Respond],
            FindingStatus.Resolved => [FindingAct.Respond, FindingAct.Resolve],
            FindingStatus.Accepted => [FindingAct.Accept],
            _ => [FindingAct.Respond, FindingAct.Resolve, FindingAct.Close],
        };
        foreach (var act in way)
        {
            await ActAsync(id, act);
        }

        return id;
    }
}
