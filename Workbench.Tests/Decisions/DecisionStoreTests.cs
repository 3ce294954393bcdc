using Microsoft.Extensions.DependencyInjection;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Decisions;
using Workbench.Core.Storage.Log;

namespace Workbench.Tests.Decisions;

public sealed class SqliteDecisionStoreTests() : DecisionStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresDecisionStoreTests() : DecisionStoreTests(DatabaseKind.Postgres);

public abstract class DecisionStoreTests(DatabaseKind kind)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approve_ByASecondPerson_KeepsConditionsExpiryAndEveryStepInTheLog()
    {
        await using var there = await DecisionFixture.MakeAsync(kind);
        var log = there.Services.GetRequiredService<LogStore>();
        var proposed = await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation);

        var approved = await there.ApproveAsync(proposed.Id, DecisionFixture.Approver(1), conditions: [new DecisionCondition("A pharmacist reads each.", "Pharmacy", "always")], until: there.Time.GetUtcNow().AddMonths(6));

        Assert.Equal("DR-2026-001", approved.Id);
        Assert.Equal(DecisionState.ConditionallyApproved, approved.State);
        var found = (await there.Decisions.FindAsync(approved.Id, Cancellation))!;
        Assert.Equal([new DecisionCondition("A pharmacist reads each.", "Pharmacy", "always")], found.Conditions);
        Assert.Equal(there.Time.GetUtcNow().AddMonths(6), found.ExpiresAt);
        Assert.Equal([DecisionAct.Draft, DecisionAct.Submit, DecisionAct.Approve], found.Steps.Select(step => step.Act));
        Assert.Equal([Role.Approver], found.Steps[^1].Roles);
        var entries = (await log.ListAsync(10, subject: approved.Id, cancellation: Cancellation)).Reverse().ToList();
        Assert.Equal(["decision.drafted", "decision.submitted", "decision.approved"], entries.Select(entry => entry.Kind));
        Assert.Equal(found.Steps.Select(step => (step.LogIndex, step.ActorId)), entries.Select(entry => (entry.Index, entry.Actor)));
        Assert.Equal(entries[^1].Index + 1, (await log.LastSignedAsync(Cancellation))!.Value.Checkpoint.Size);
        Assert.True((await there.Services.GetRequiredService<LogCheck>().VerifyAsync(Cancellation)).Ok);
    }

    [Fact]
    public async Task Propose_TakesSubjectAndHashesFromTheEvidence_AndRefusesOthers()
    {
        await using var there = await DecisionFixture.MakeAsync(kind);

        var proposal = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Proposal;

        Assert.Equal((there.Assessment.Sha256, there.Assessment.RunId), (proposal.AssessmentSha256, proposal.RunId));
        Assert.Equal(("alpha.gguf", DecisionFixture.Weights, "Q4_K_M"), (proposal.Subject!.Model, proposal.Subject.WeightsSha256, proposal.Subject.Quantisation));
        Assert.Equal([DecisionEvidenceKind.Assessment, DecisionEvidenceKind.Pack, DecisionEvidenceKind.View, DecisionEvidenceKind.Suite, DecisionEvidenceKind.Weights], proposal.Evidence.Select(one => one.Kind));
        await Problem("Decisions.EvidenceDiffers", () => there.Decisions.ProposeAsync(there.Asked with { CandidateHash = new string('0', 64) }, there.Officer, Cancellation));
        await Problem("Decisions.NotAssessed", () => there.Decisions.ProposeAsync(there.Asked with { Candidate = "gamma" }, there.Officer, Cancellation));
        await Problem("Decisions.NoSuchAssessment", () => there.Decisions.ProposeAsync(there.Asked with { AssessmentId = "A-9999" }, there.Officer, Cancellation));
        var all = await Assert.ThrowsAsync<InputException>(() => there.Decisions.ProposeAsync(new DecisionProposal("", "", "", "", null, "", "") { Type = DecisionType.Renew, Options = [""] }, there.Officer, Cancellation));
        Assert.Equal(["candidate", "fieldOfUse", "assessment", "rationale", "tier", "options[0]", "supersedes"], all.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public async Task Approve_OwnProposal_IsNotAllowedAndLeavesNoTrace()
    {
        await using var there = await DecisionFixture.MakeAsync(kind);
        var log = there.Services.GetRequiredService<LogStore>();
        var proposed = await there.Decisions.ProposeAsync(there.Asked, Actor.Owner, Cancellation);
        var before = (await log.HeadAsync(Cancellation)).Text;

        var approve = await Assert.ThrowsAsync<NotAllowedException>(() => there.ApproveAsync(proposed.Id, Actor.Owner));
        var reject = await Assert.ThrowsAsync<NotAllowedException>(() => there.Decisions.RejectAsync(proposed.Id, "No.", Actor.Owner, Cancellation));

        Assert.Equal(new Phrase("Decisions.ProposerMayNotDecide", proposed.Id), approve.Reason);
        Assert.Equal(approve.Reason, reject.Reason);
        Assert.Equal(before, (await log.HeadAsync(Cancellation)).Text);
        Assert.Equal(DecisionState.Submitted, (await there.Decisions.FindAsync(proposed.Id, Cancellation))!.State);
    }

    [Fact]
    public async Task Approve_WithNobodyElseEnrolled_SaysThatFourEyesCanNotLook()
    {
        await using var there = await DecisionFixture.MakeAsync(kind, people: false);
        var proposed = await there.Decisions.ProposeAsync(there.Asked, Actor.Owner, Cancellation);

        var refused = await Assert.ThrowsAsync<NotAllowedException>(() => there.ApproveAsync(proposed.Id, Actor.Owner));
        var sheet = (await there.Desk.SheetAsync(proposed.Id, Actor.Owner, Cancellation))!;

        Assert.Equal(new Phrase("Governance.FourEyesNeedTwo"), refused.Reason);
        Assert.Equal(refused.Reason, sheet.Acts.First(act => act.Act == DecisionAct.Approve).WhyNot);
        Assert.Empty(await there.Desk.WaitingAsync(Actor.Owner, Cancellation));
    }

    [Fact]
    public async Task ChangesRequested_ThenRevisedAndSubmitted_NeedsApprovalsAnew()
    {
        await using var there = await DecisionFixture.MakeAsync(kind);
        var id = (await there.Decisions.ProposeAsync(there.Asked with { Tier = RiskTier.T2 }, there.Officer, Cancellation)).Id;
        await there.ApproveAsync(id, DecisionFixture.Approver(1));

        await there.Decisions.RequestChangesAsync(id, "Name an owner.", DecisionFixture.Approver(2), Cancellation);
        var back = Assert.Single(await there.Desk.WaitingAsync(there.Officer, Cancellation));
        await there.Decisions.ReviseAsync(id, there.Asked with { Tier = RiskTier.T2, Conditions = [new DecisionCondition("Read by two.", "Pharmacy")] }, there.Officer, Cancellation);
        var again = await there.Decisions.SubmitAsync(id, "Owner named.", there.Officer, Cancellation);

        Assert.Equal((DecisionAct.Revise, "Name an owner."), (back.Act, back.Why.Arguments[0]));
        Assert.Equal((DecisionState.Submitted, 0, 2), (again.State, again.Approvals.Length, again.ApprovalsLeft));
        Assert.Equal(DecisionState.InReview, (await there.ApproveAsync(id, DecisionFixture.Approver(1))).State);
        Assert.Equal(DecisionState.ConditionallyApproved, (await there.ApproveAsync(id, DecisionFixture.Approver(2))).State);
    }

    [Fact]
    public async Task Approved_SuspendedAndReinstated_StandsAsItStood()
    {
        await using var there = await DecisionFixture.MakeAsync(kind);
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        var approved = await there.ApproveAsync(id, DecisionFixture.Approver(1), conditions: [new DecisionCondition("Inside only.")]);

        var suspended = await there.Decisions.SuspendAsync(id, "An incident.", DecisionFixture.Approver(1), Cancellation);
        var reinstated = await there.Decisions.ReinstateAsync(id, "Explained.", DecisionFixture.Approver(2), Cancellation);
        var revoked = await there.Decisions.RevokeAsync(id, "It happened again.", DecisionFixture.Approver(2), Cancellation);

        Assert.False(suspended.IsInForce(there.Time.GetUtcNow()));
        Assert.Equal(DecisionState.ConditionallyApproved, reinstated.State);
        Assert.True(reinstated.IsInForce(there.Time.GetUtcNow()));
        Assert.Equal(DecisionState.Revoked, revoked.State);
        Assert.Equal((approved.Proposal.Sha256, approved.ExpiresAt, approved.EffectiveFrom), (revoked.Proposal.Sha256, revoked.ExpiresAt, revoked.EffectiveFrom));
        Assert.Equal(approved.Conditions, revoked.Conditions);
    }

    [Fact]
    public async Task Renewal_WhenApproved_TakesThePlaceOfTheEarlierOne()
    {
        await using var there = await DecisionFixture.MakeAsync(kind);
        var earlier = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        await there.ApproveAsync(earlier, DecisionFixture.Approver(1));
        var renewal = await there.Decisions.RenewAsync(earlier, "It served well.", null, there.Officer, Cancellation);
        Assert.Equal(DecisionState.Approved, (await there.Decisions.FindAsync(earlier, Cancellation))!.State);

        await there.ApproveAsync(renewal.Id, DecisionFixture.Approver(1));

        var replaced = (await there.Decisions.FindAsync(earlier, Cancellation))!;
        Assert.Equal((DecisionState.Superseded, renewal.Id, DecisionAct.Supersede), (replaced.State, replaced.SupersededBy, replaced.Steps[^1].Act));
        Assert.Equal([renewal.Id], (await there.Desk.ListAsync(new DecisionFilter(InForce: true), Cancellation)).Select(one => one.Decision.Id));
        await Problem("Decisions.NotStanding", () => there.Decisions.RenewAsync(earlier, "Again.", null, there.Officer, Cancellation));
    }

    [Fact]
    public async Task RevocationRecord_WhenApproved_EndsTheEarlierOne()
    {
        await using var there = await DecisionFixture.MakeAsync(kind);
        var earlier = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        await there.ApproveAsync(earlier, DecisionFixture.Approver(1));
        var end = (await there.Decisions.ProposeAsync(there.Asked with { Type = DecisionType.Revoke, Supersedes = earlier }, there.Officer, Cancellation)).Id;

        var approved = await there.ApproveAsync(end, DecisionFixture.Approver(2));

        Assert.Null(approved.ExpiresAt);
        Assert.Equal(DecisionState.Revoked, (await there.Decisions.FindAsync(earlier, Cancellation))!.State);
    }

    [Fact]
    public async Task Dissent_IsKeptWhateverIsDecided()
    {
        await using var there = await DecisionFixture.MakeAsync(kind);
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        await there.Decisions.DissentAsync(id, "180 labels are few.", there.Evaluator, Cancellation);

        var approved = await there.ApproveAsync(id, DecisionFixture.Approver(1));

        Assert.Equal(("180 labels are few.", there.Evaluator.Id), (Assert.Single(approved.Dissents).Reason, approved.Dissents[0].ActorId));
        await Problem("Decisions.NotFrom.Approved", () => there.Decisions.DissentAsync(id, "Late.", there.Evaluator, Cancellation));
    }

    [Fact]
    public async Task Propose_WhenTheLogCanNotBeSigned_DoesNotHappen()
    {
        await using var there = await DecisionFixture.MakeAsync(kind);
        await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation);
        File.Delete(Path.Combine(there.Folder, "keys", "log.key"));

        await Assert.ThrowsAsync<LogDamagedException>(() => there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation));

        Assert.Single(await there.Decisions.ListAsync(null, 10, Cancellation));
    }

    [Fact]
    public async Task ErasedPerson_LosesNameAndCapacity_TheStepsStay()
    {
        await using var there = await DecisionFixture.MakeAsync(kind);
        var person = await there.People.AddAsync("Chen Yu", [Role.Approver], "correct horse battery", Actor.Owner, Cancellation);
        await there.Signatories.SetAsync(person.Id, [SigningCapacity.HeadOfLegal], Actor.Owner, Cancellation);
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        await there.ApproveAsync(id, person.ToActor());

        await there.People.EraseAsync(person.Id, Actor.Owner, Cancellation);

        Assert.Equal((person.Id, person.Id), ((await there.Decisions.FindAsync(id, Cancellation))!.Steps[^1].ActorName, person.Id));
        Assert.Empty(await there.Signatories.OfAsync(person.Id, Cancellation));
        Assert.True((await there.Services.GetRequiredService<LogCheck>().VerifyAsync(Cancellation)).Ok);
    }

    private static async Task Problem(string key, Func<Task> action) =>
        Assert.Contains((await Assert.ThrowsAsync<InputException>(action)).Problems, problem => problem.Message.Key == key);
}
