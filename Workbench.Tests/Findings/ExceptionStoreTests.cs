using Workbench.Core.Compliance;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage;

namespace Workbench.Tests.Findings;

public sealed class SqliteExceptionStoreTests() : ExceptionStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresExceptionStoreTests() : ExceptionStoreTests(DatabaseKind.Postgres);

public abstract class ExceptionStoreTests(DatabaseKind kind) : IDisposable
{
    private readonly Ground _ground = new(kind);

    [Fact]
    public async Task Exception_ApprovedBySomebodyElse_ExceptsWithoutMakingItConform()
    {
        await _ground.Ready;
        var asked = await _ground.RequestAsync();
        Assert.Equal(("E-0001", ExceptionStanding.Waiting), (asked.Id, asked.Standing(_ground.Time.GetUtcNow())));
        Assert.Equal(new Phrase("Findings.WayClause", "clause"), Assert.Single((await _ground.ViewAsync()).Of("one")!.InTheWay("reading room")));
        await _ground.Exceptions.ApproveAsync("E-0001", "The measure holds.", Ground.Approver, Ground.Cancellation);

        var candidate = (await _ground.ViewAsync()).Of("one")!;
        var clause = candidate.Clauses[0];
        Assert.Equal((Verdict.DoesNotConform, Conclusion.DoesNotConform), (clause.Verdict, candidate.Conclusion));
        Assert.Equal(new Phrase("Findings.Excepted", "E-0001", "2026-12-25", "reading room"), Assert.Single(clause.Excepted));
        Assert.Empty(candidate.InTheWay("reading room"));
        Assert.NotEmpty(candidate.InTheWay("the whole internet"));
        Assert.NotEmpty((await _ground.ViewAsync()).Of("two")!.InTheWay("reading room"));
        Assert.Equal([("exception.requested", "wen"), ("exception.approved", "tomas")], await _ground.EntriesAsync("E-0001"));
        Assert.Single(await _ground.Evidence.ForAsync(EvidenceSubject.Exception("E-0001"), Ground.Cancellation));
        var signed = (await _ground.Log.LastSignedAsync(Ground.Cancellation))!.Value.Checkpoint;
        Assert.Equal((await _ground.Log.HeadAsync(Ground.Cancellation)).Text, signed.Text);
    }

    [Fact]
    public async Task Exception_PastItsEnd_ExceptsNothingAndCanOnlyBeAskedAnew()
    {
        await _ground.Ready;
        await _ground.RequestAsync(days: 10);
        await _ground.Exceptions.ApproveAsync("E-0001", "Fine.", Ground.Approver, Ground.Cancellation);
        await _ground.RequestAsync(days: 10);
        var before = await _ground.ViewAsync();
        _ground.Time.Advance(TimeSpan.FromDays(10));

        var after = await _ground.ViewAsync();
        Assert.NotEmpty(after.Of("one")!.InTheWay("reading room"));
        Assert.NotEqual(before.Sha256, after.Sha256);
        Assert.Equal(["E-0002", "E-0001"], (await _ground.Exceptions.ListAsync(new ExceptionFilter(ExceptionStanding.Expired), 9, Ground.Cancellation)).Select(each => each.Id));
        await RefusedAsync("Findings.ExceptionExpired", () => _ground.Exceptions.ApproveAsync("E-0002", "Late.", Ground.Approver, Ground.Cancellation));
        await RefusedAsync("Findings.ExceptionExpired", () => _ground.Exceptions.WithdrawAsync("E-0001", "Late.", Ground.Officer, Ground.Cancellation));
    }

    [Fact]
    public async Task Decide_FromAnyOtherState_IsRefused()
    {
        await _ground.Ready;
        await _ground.RequestAsync();
        await _ground.Exceptions.ApproveAsync("E-0001", "Fine.", Ground.Approver, Ground.Cancellation);
        await _ground.RequestAsync();
        await _ground.Exceptions.RejectAsync("E-0002", "Too wide.", Ground.Approver, Ground.Cancellation);
        await _ground.RequestAsync();
        await _ground.Exceptions.WithdrawAsync("E-0003", "Not needed.", Ground.Researcher, Ground.Cancellation);
        foreach (var (id, state) in ((string, ExceptionState)[])[("E-0001", ExceptionState.Approved), ("E-0002", ExceptionState.Rejected), ("E-0003", ExceptionState.Withdrawn)])
        {
            await RefusedAsync($"Findings.ExceptionNotFrom.{state}", () => _ground.Exceptions.ApproveAsync(id, "Again.", Ground.Approver, Ground.Cancellation));
            await RefusedAsync($"Findings.ExceptionNotFrom.{state}", () => _ground.Exceptions.RejectAsync(id, "Again.", Ground.Approver, Ground.Cancellation));
            if (state != ExceptionState.Approved)
            {
                await RefusedAsync($"Findings.ExceptionNotFrom.{state}", () => _ground.Exceptions.WithdrawAsync(id, "Again.", Ground.Officer, Ground.Cancellation));
            }
        }

        await _ground.Exceptions.WithdrawAsync("E-0001", "The measure failed.", Ground.Officer, Ground.Cancellation);
        Assert.NotEmpty((await _ground.ViewAsync()).Of("one")!.InTheWay("reading room"));
        Assert.Equal(["E-0003", "E-0001"], (await _ground.Exceptions.ListAsync(new ExceptionFilter(ExceptionStanding.Withdrawn), 9, Ground.Cancellation)).Select(each => each.Id));
    }

    [Fact]
    public async Task Approve_OwnOrAloneOrWithoutTheRole_IsNotAllowed()
    {
        await _ground.Ready;
        var own = Ground.Officer with { Roles = [Role.ComplianceOfficer, Role.Approver] };
        var asked = await _ground.RequestAsync();
        Assert.Equal("Findings.RequesterMayNotDecide", (await Assert.ThrowsAsync<NotAllowedException>(() => _ground.Exceptions.ApproveAsync(asked.Id, "Fine.", own, Ground.Cancellation))).Reason.Key);
        Assert.Equal("Findings.RequesterMayNotDecide", (await Assert.ThrowsAsync<NotAllowedException>(() => _ground.Exceptions.RejectAsync(asked.Id, "No.", own, Ground.Cancellation))).Reason.Key);
        Assert.Equal("Governance.Needs.DecideDecision", (await Assert.ThrowsAsync<NotAllowedException>(() => _ground.Exceptions.ApproveAsync(asked.Id, "Fine.", Ground.Researcher, Ground.Cancellation))).Reason.Key);
        Assert.Equal("Findings.RequesterMayNotDecide", (await _ground.Exceptions.WhyNotAsync(asked, own, Ground.Cancellation))!.Key);

        using var alone = new Ground(DatabaseKind.Sqlite, alone: true);
        await alone.Ready;
        var mine = await alone.RequestAsync();
        Assert.Equal("Findings.FourEyesNeedTwo", (await Assert.ThrowsAsync<NotAllowedException>(() => alone.Exceptions.ApproveAsync(mine.Id, "Fine.", Actor.Owner, Ground.Cancellation))).Reason.Key);
    }

    [Fact]
    public async Task Approve_WhenWhatShowsTheMeasureHasExpired_IsRefused()
    {
        await _ground.Ready;
        var file = await _ground.FileAsync("test of the measure", 5);
        await _ground.Exceptions.RequestAsync(Draft(file), Ground.Officer, Ground.Cancellation);
        _ground.Time.Advance(TimeSpan.FromDays(6));
        await RefusedAsync("Findings.FileExpired", () => _ground.Exceptions.ApproveAsync("E-0001", "Fine.", Ground.Approver, Ground.Cancellation));
        Assert.Equal(ExceptionState.Rejected, (await _ground.Exceptions.RejectAsync("E-0001", "Renew the test.", Ground.Approver, Ground.Cancellation)).State);
    }

    [Fact]
    public async Task Request_WhatIsWrong_IsSaidAtOnceAndNothingIsKept()
    {
        await _ground.Ready;
        var wrong = await Assert.ThrowsAsync<InputException>(() => _ground.Exceptions.RequestAsync(new ExceptionDraft("A-0001", "one", ["low", "none"], "", " ", "", [], _ground.Time.GetUtcNow()), Ground.Officer, Ground.Cancellation));
        Assert.Equal(
            ["Findings.FieldMissing", "Findings.FieldMissing", "Findings.FieldMissing", "Findings.MeasureNeedsEvidence", "Findings.ExpiresInThePast", "Findings.NothingToExcept", "Findings.NoSuchClause"],
            wrong.Problems.Select(problem => problem.Message.Key));
        await RefusedAsync("Findings.ExpiresTooLate", async () => await _ground.Exceptions.RequestAsync(Draft(await _ground.FileAsync("m")) with { ExpiresAt = _ground.Time.GetUtcNow().AddDays(367) }, Ground.Officer, Ground.Cancellation));
        await RefusedAsync("Findings.NoSuchCandidate", async () => await _ground.Exceptions.RequestAsync(Draft(await _ground.FileAsync("n")) with { Candidate = "three" }, Ground.Officer, Ground.Cancellation));
        await RefusedAsync("Findings.NoSuchAssessment", () => _ground.Exceptions.RequestAsync(Draft("EV-0001") with { AssessmentId = "A-0009" }, Ground.Officer, Ground.Cancellation));
        Assert.Empty(await _ground.Exceptions.ListAsync(new ExceptionFilter(), 9, Ground.Cancellation));
        Assert.Null(await _ground.Exceptions.FindAsync("E-0001", Ground.Cancellation));
    }

    public void Dispose()
    {
        _ground.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task RefusedAsync(string key, Func<Task> act) => Assert.Equal(key, (await Assert.ThrowsAsync<InputException>(act)).Problems[0].Message.Key);

    private ExceptionDraft Draft(string file) => new("A-0001", "one", ["clause"], "reading room", "Needed.", "A person reads every answer.", [file], _ground.Time.GetUtcNow().AddDays(30));
}
