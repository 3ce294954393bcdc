using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Decisions;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Decisions;

public sealed class SqliteDecisionStoreTests() : DecisionStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresDecisionStoreTests() : DecisionStoreTests(DatabaseKind.Postgres);

public abstract class DecisionStoreTests : IDisposable
{
    private static readonly DecisionProposal Asked = new("qwen-leaflet", new string('a', 64), "patient leaflets, draft", "A-0001", null, "R-0001", "It makes up less than the plain model.");

    private readonly TestDatabase _database;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));
    private readonly DecisionStore _decisions;
    private readonly PeopleStore _people;
    private readonly LogStore _log;
    private readonly LogCheck _check;

    protected DecisionStoreTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        var workspace = new Workspace(_database.Folder);
        _people = new PeopleStore(_database.Factory, _time);
        _log = new LogStore(_database.Factory, workspace, _time);
        _check = new LogCheck(_database.Factory, workspace);
        _decisions = new DecisionStore(_database.Factory, _people, _log, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTimeOffset InHalfAYear => _time.GetUtcNow().AddMonths(6);

    [Fact]
    public async Task Approve_ByASecondPerson_KeepsConditionsExpiryAndEveryStepInTheLog()
    {
        var (officer, approver) = await EnrolAsync();
        var proposed = await _decisions.ProposeAsync(Asked, officer, Cancellation);

        var approved = await _decisions.ApproveAsync(proposed.Id, "Inside the clinic only.", ["A pharmacist reads each."], InHalfAYear, approver, Cancellation);

        Assert.Equal("DR-2026-001", approved.Id);
        Assert.Equal(DecisionState.Approved, approved.State);
        var found = (await _decisions.FindAsync(approved.Id, Cancellation))!;
        Assert.Equal(["A pharmacist reads each."], found.Conditions);
        Assert.Equal([DecisionState.Proposed, DecisionState.Approved], found.Steps.Select(step => step.State));
        var entries = (await _log.ListAsync(10, subject: approved.Id, cancellation: Cancellation)).Reverse().ToList();
        Assert.Equal(["decision.proposed", "decision.approved"], entries.Select(entry => entry.Kind));
        Assert.Equal(found.Steps.Select(step => (step.LogIndex, step.ActorId)), entries.Select(entry => (entry.Index, entry.Actor)));
        Assert.Equal(entries[^1].Index + 1, (await _log.LastSignedAsync(Cancellation))!.Value.Checkpoint.Size);
        Assert.True((await _check.VerifyAsync(Cancellation)).Ok);
    }

    [Fact]
    public async Task Approve_OwnProposal_IsNotAllowedAndLeavesNoTrace()
    {
        await EnrolAsync();
        var proposed = await _decisions.ProposeAsync(Asked, Actor.Owner, Cancellation);
        var before = (await _log.HeadAsync(Cancellation)).Text;

        var approve = await Assert.ThrowsAsync<NotAllowedException>(() => _decisions.ApproveAsync(proposed.Id, "Fine.", [], InHalfAYear, Actor.Owner, Cancellation));
        var reject = await Assert.ThrowsAsync<NotAllowedException>(() => _decisions.RejectAsync(proposed.Id, "No.", Actor.Owner, Cancellation));

        Assert.Equal(new Phrase("Governance.ProposerMayNotDecide", proposed.Id), approve.Reason);
        Assert.Equal(approve.Reason, reject.Reason);
        Assert.Equal(before, (await _log.HeadAsync(Cancellation)).Text);
        Assert.Equal(DecisionState.Proposed, (await _decisions.FindAsync(proposed.Id, Cancellation))!.State);
    }

    [Fact]
    public async Task Approve_WithNobodyElseEnrolled_SaysThatFourEyesCanNotLook()
    {
        var proposed = await _decisions.ProposeAsync(Asked, Actor.Owner, Cancellation);

        var refused = await Assert.ThrowsAsync<NotAllowedException>(() => _decisions.ApproveAsync(proposed.Id, "Fine.", [], InHalfAYear, Actor.Owner, Cancellation));

        Assert.Equal(new Phrase("Governance.FourEyesNeedTwo"), refused.Reason);
    }

    [Fact]
    public async Task Steps_WithoutTheRole_AreNotAllowed()
    {
        var (officer, approver) = await EnrolAsync();
        var proposed = await _decisions.ProposeAsync(Asked, officer, Cancellation);
        var auditor = new Actor("P-0009", "Lin", [Role.Auditor]);

        await Assert.ThrowsAsync<NotAllowedException>(() => _decisions.ProposeAsync(Asked, approver, Cancellation));
        await Assert.ThrowsAsync<NotAllowedException>(() => _decisions.RejectAsync(proposed.Id, "No.", auditor, Cancellation));
    }

    [Fact]
    public async Task Steps_OutOfOrderOrWithoutReason_AreBadInput()
    {
        var (officer, approver) = await EnrolAsync();
        var id = (await _decisions.ProposeAsync(Asked, officer, Cancellation)).Id;

        await Problem("Governance.FieldMissing", () => _decisions.ApproveAsync(id, " ", [], InHalfAYear, approver, Cancellation));
        await Problem("Governance.ExpiryInThePast", () => _decisions.ApproveAsync(id, "Fine.", [], _time.GetUtcNow(), approver, Cancellation));
        await Problem("Governance.NotFromProposed", () => _decisions.RevokeAsync(id, "Late.", approver, Cancellation));
        await Problem("Governance.NoSuchDecision", () => _decisions.RejectAsync("DR-2026-999", "No.", approver, Cancellation));
        await _decisions.RejectAsync(id, "Too few labels.", approver, Cancellation);
        await Problem("Governance.NotFromRejected", () => _decisions.ApproveAsync(id, "Fine.", [], InHalfAYear, approver, Cancellation));
        var all = await Assert.ThrowsAsync<InputException>(() => _decisions.ProposeAsync(new DecisionProposal("", "", "", "", null, "", ""), officer, Cancellation));
        Assert.Equal(["candidate", "fieldOfUse", "assessment", "rationale"], all.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public async Task Approval_WhenItsDateHasPassed_HasExpiredAndCanNotBeRevoked()
    {
        var (officer, approver) = await EnrolAsync();
        var id = (await _decisions.ProposeAsync(Asked, officer, Cancellation)).Id;
        await _decisions.ApproveAsync(id, "Fine.", [], InHalfAYear, approver, Cancellation);
        _time.Advance(TimeSpan.FromDays(200));

        Assert.True((await _decisions.FindAsync(id, Cancellation))!.HasExpired(_time.GetUtcNow()));
        await Problem("Governance.HasExpired", () => _decisions.RevokeAsync(id, "Late.", approver, Cancellation));
    }

    [Fact]
    public async Task Revoke_Approved_EndsIt()
    {
        var (officer, approver) = await EnrolAsync();
        var id = (await _decisions.ProposeAsync(Asked, officer, Cancellation)).Id;
        await _decisions.ApproveAsync(id, "Fine.", [], InHalfAYear, approver, Cancellation);

        Assert.Equal(DecisionState.Revoked, (await _decisions.RevokeAsync(id, "The model changed.", approver, Cancellation)).State);
    }

    [Fact]
    public async Task Propose_WhenTheLogCanNotBeSigned_DoesNotHappen()
    {
        await _decisions.ProposeAsync(Asked, Actor.Owner, Cancellation);
        File.Delete(Path.Combine(_database.Folder, "keys", "log.key"));

        await Assert.ThrowsAsync<LogDamagedException>(() => _decisions.ProposeAsync(Asked, Actor.Owner, Cancellation));

        Assert.Single(await _decisions.ListAsync(null, 10, Cancellation));
    }

    [Fact]
    public void Phrases_OfPermissionsAndStates_Exist()
    {
        var keys = Enum.GetNames<Permission>().Select(name => $"Governance.Needs.{name}").Concat(Enum.GetNames<DecisionState>().Select(name => $"Governance.NotFrom{name}"));

        Assert.All(keys, key => Assert.NotEqual(key, new Phrase(key).ToString()));
    }

    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task Problem(string key, Func<Task> action) =>
        Assert.Contains((await Assert.ThrowsAsync<InputException>(action)).Problems, problem => problem.Message.Key == key);

    /// <summary>A compliance officer and an approver.</summary>
    private async Task<(Actor Officer, Actor Approver)> EnrolAsync()
    {
        await _people.AddDemoPeopleAsync(Cancellation);
        return ((await _people.FindAsync("demo-compliance", Cancellation))!.ToActor(), (await _people.FindAsync("demo-approver", Cancellation))!.ToActor());
    }
}
