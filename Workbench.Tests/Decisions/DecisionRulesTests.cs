using Microsoft.Extensions.DependencyInjection;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Evidence;
using Workbench.Core.Storage.Findings;

namespace Workbench.Tests.Decisions;

public sealed class DecisionRulesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RiskTier.T1, 1, 24)]
    [InlineData(RiskTier.T2, 2, 12)]
    public async Task Approve_NeedsAsManyPersonsAsTheTierSays(RiskTier tier, int needed, int months)
    {
        await using var there = await DecisionFixture.MakeAsync();
        var decision = await there.Decisions.ProposeAsync(there.Asked with { Tier = tier }, there.Officer, Cancellation);

        for (var given = 1; given <= needed; given++)
        {
            Assert.Equal(needed - given + 1, decision.ApprovalsLeft);
            decision = await there.ApproveAsync(decision.Id, DecisionFixture.Approver(given));
            Assert.Equal(given < needed ? DecisionState.InReview : DecisionState.Approved, decision.State);
            if (given < needed)
            {
                Assert.Equal("Decisions.SignedAlready", await RefusedAsync(() => there.ApproveAsync(decision.Id, DecisionFixture.Approver(1))));
            }
        }

        Assert.Equal(there.Time.GetUtcNow().AddMonths(months), decision.ExpiresAt);
        var next = await there.Decisions.ProposeAsync(there.Asked with { Tier = tier }, there.Officer, Cancellation);
        Assert.Equal("Decisions.ExpiryTooLate", await ProblemAsync(() => there.ApproveAsync(next.Id, DecisionFixture.Approver(1), until: there.Time.GetUtcNow().AddMonths(months).AddDays(2))));
        Assert.Equal("Decisions.ExpiryInThePast", await ProblemAsync(() => there.ApproveAsync(next.Id, DecisionFixture.Approver(1), until: there.Time.GetUtcNow())));
    }

    [Fact]
    public async Task Approve_AtTierThree_NeedsThreeNamedSignatories()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var people = new List<Actor>();
        foreach (var (name, capacity) in new[] { ("One", SigningCapacity.LegalRepresentative), ("Two", SigningCapacity.HeadOfAssessment), ("Three", SigningCapacity.HeadOfLegal) })
        {
            var person = await there.People.AddAsync(name, [Role.Approver], "correct horse battery", Actor.Owner, Cancellation);
            await there.Signatories.SetAsync(person.Id, [capacity], Actor.Owner, Cancellation);
            people.Add(person.ToActor());
        }

        var id = (await there.Decisions.ProposeAsync(there.Asked with { Tier = RiskTier.T3 }, there.Officer, Cancellation)).Id;

        Assert.Equal("Decisions.CapacityNeeded", await RefusedAsync(() => there.ApproveAsync(id, people[0])));
        Assert.Equal("Decisions.NotNamedFor.HeadOfLegal", await RefusedAsync(() => there.ApproveAsync(id, people[0], SigningCapacity.HeadOfLegal)));
        Assert.Empty(await there.Desk.WaitingAsync(DecisionFixture.Approver(9), Cancellation));
        Assert.Single(await there.Desk.WaitingAsync(people[0], Cancellation));
        await there.ApproveAsync(id, people[0], SigningCapacity.LegalRepresentative);
        Assert.Empty(await there.Desk.WaitingAsync(people[0], Cancellation));
        await there.Signatories.SetAsync(people[1].Id, [SigningCapacity.LegalRepresentative, SigningCapacity.HeadOfAssessment], Actor.Owner, Cancellation);
        Assert.Equal("Decisions.CapacityTaken.LegalRepresentative", await RefusedAsync(() => there.ApproveAsync(id, people[1], SigningCapacity.LegalRepresentative)));
        Assert.Equal(DecisionState.InReview, (await there.ApproveAsync(id, people[1], SigningCapacity.HeadOfAssessment)).State);
        var approved = await there.ApproveAsync(id, people[2], SigningCapacity.HeadOfLegal);

        Assert.Equal(DecisionState.Approved, approved.State);
        Assert.Equal([SigningCapacity.LegalRepresentative, SigningCapacity.HeadOfAssessment, SigningCapacity.HeadOfLegal], approved.Approvals.Select(step => step.Capacity));
        Assert.Equal(there.Time.GetUtcNow().AddMonths(6), approved.ExpiresAt);
    }

    [Fact]
    public async Task Approve_AtTierFour_OnlyAProhibition()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var use = (await there.Decisions.ProposeAsync(there.Asked with { Tier = RiskTier.T4 }, there.Officer, Cancellation)).Id;
        var ban = (await there.Decisions.ProposeAsync(there.Asked with { Tier = RiskTier.T4, Type = DecisionType.Reject }, there.Officer, Cancellation)).Id;

        Assert.Equal("Decisions.Rule.Prohibited", await ProblemAsync(() => there.ApproveAsync(use, DecisionFixture.Approver(1), over: "We want it.")));
        Assert.Equal(DecisionState.Rejected, (await there.Decisions.RejectAsync(use, "Prohibited.", DecisionFixture.Approver(1), Cancellation)).State);
        var banned = await there.ApproveAsync(ban, DecisionFixture.Approver(1));
        Assert.Equal((DecisionState.Approved, null), (banned.State, banned.ExpiresAt));
    }

    [Fact]
    public async Task Approve_ByWhoEvaluated_IsPossibleButNotAsTheLast()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var one = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        var two = (await there.Decisions.ProposeAsync(there.Asked with { Tier = RiskTier.T2 }, there.Officer, Cancellation)).Id;

        Assert.Equal("Decisions.EvaluatorNotLast", await RefusedAsync(() => there.ApproveAsync(one, there.Evaluator)));
        Assert.Equal([two], (await there.Desk.WaitingAsync(there.Evaluator, Cancellation)).Select(item => item.Decision.Id));
        Assert.Equal(DecisionState.InReview, (await there.ApproveAsync(two, there.Evaluator)).State);
        Assert.Equal(DecisionState.Approved, (await there.ApproveAsync(two, DecisionFixture.Approver(1))).State);
    }

    [Fact]
    public async Task Approve_WhileAMandatoryClauseDoesNotConform_IsRefused()
    {
        await using var there = await DecisionFixture.MakeAsync(verdict: Verdict.DoesNotConform);
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;

        var sheet = (await there.Desk.SheetAsync(id, DecisionFixture.Approver(1), Cancellation))!;

        Assert.Equal("Decisions.Rule.DoesNotConform", await ProblemAsync(() => there.ApproveAsync(id, DecisionFixture.Approver(1))));
        Assert.Equal(new Phrase("Decisions.Rule.DoesNotConform", "clause", there.Assessment.Id), sheet.Checks.Single(check => !check.Holds).Words);
        Assert.Equal(DecisionState.Rejected, (await there.Decisions.RejectAsync(id, "It does not conform.", DecisionFixture.Approver(1), Cancellation)).State);
    }

    [Fact]
    public async Task Approve_OnEvidenceThatChanged_IsRefused()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        there.Time.Advance(TimeSpan.FromMinutes(1));
        await there.AssessAsync(Verdict.Conforms, weights: new string('f', 64));

        Assert.Equal("Decisions.Changed.Weights", await ProblemAsync(() => there.ApproveAsync(id, DecisionFixture.Approver(1))));
    }

    [Fact]
    public async Task Approve_OverAClauseThatDoesNotConform_NeedsAReasonAndOpensAFinding()
    {
        await using var there = await DecisionFixture.MakeAsync(verdict: Verdict.DoesNotConform);
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;

        Assert.Equal("Decisions.Rule.DoesNotConform", await ProblemAsync(() => there.ApproveAsync(id, DecisionFixture.Approver(1), over: " ")));
        var approved = await there.ApproveAsync(id, DecisionFixture.Approver(1), over: "A pharmacist reads each.");

        Assert.Equal("A pharmacist reads each. (F-0001)", approved.Steps[^1].Override);
        var finding = (await there.Services.GetRequiredService<FindingStore>().FindAsync("F-0001", Cancellation))!;
        Assert.Equal((Severity.Major, there.Officer.Id, there.Assessment.Id), (finding.Content.Severity, finding.Owner, finding.Content.AssessmentId));
        Assert.Contains("A pharmacist reads each.", finding.Content.Fact, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_WhileAnExceptionStands_IsPossibleUntilItEnds()
    {
        await using var there = await DecisionFixture.MakeAsync(verdict: Verdict.DoesNotConform);
        var exceptions = there.Services.GetRequiredService<ExceptionStore>();
        var shows = await there.Services.GetRequiredService<EvidenceStore>().AddAsync(new MemoryStream("read"u8.ToArray()), new EvidenceDraft("reading.txt", EvidenceKind.Procedure), [], there.Officer, Cancellation);
        var asked = new ExceptionDraft(there.Assessment.Id, DecisionFixture.Candidate, ["clause"], there.Asked.FieldOfUse, "For the pilot.", "Each is read.", [shows.Id], there.Time.GetUtcNow().AddDays(10));
        await exceptions.RequestAsync(asked, there.Officer, Cancellation);
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        var other = (await there.Decisions.ProposeAsync(there.Asked with { FieldOfUse = "something else" }, there.Officer, Cancellation)).Id;
        Assert.Equal("Decisions.Rule.DoesNotConform", await ProblemAsync(() => there.ApproveAsync(id, DecisionFixture.Approver(1))));

        await exceptions.ApproveAsync("E-0001", "For ten days.", DecisionFixture.Approver(2), Cancellation);

        Assert.Equal("Decisions.Rule.DoesNotConform", await ProblemAsync(() => there.ApproveAsync(other, DecisionFixture.Approver(1))));
        Assert.Equal("E-0001", (await there.Desk.SheetAsync(id, there.Officer, Cancellation))!.Facts.Failing[0].Exception);
        var late = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        Assert.Equal(DecisionState.Approved, (await there.ApproveAsync(id, DecisionFixture.Approver(1))).State);
        there.Time.Advance(TimeSpan.FromDays(11));
        Assert.Equal("Decisions.Rule.DoesNotConform", await ProblemAsync(() => there.ApproveAsync(late, DecisionFixture.Approver(1))));
    }

    [Fact]
    public async Task Approve_OnAnEvidenceFileThatExpired_IsRefused()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var id = (await there.Decisions.DraftAsync(there.Asked, there.Officer, Cancellation)).Id;
        var file = await there.Services.GetRequiredService<EvidenceStore>().AddAsync(
            new MemoryStream("tested"u8.ToArray()), new EvidenceDraft("report.txt", EvidenceKind.TestReport, ExpiresAt: there.Time.GetUtcNow().AddDays(5)), [EvidenceSubject.Decision(id)], there.Officer, Cancellation);

        var submitted = await there.Decisions.SubmitAsync(id, "With the report.", there.Officer, Cancellation);
        there.Time.Advance(TimeSpan.FromDays(6));

        Assert.Contains(new DecisionEvidence(DecisionEvidenceKind.File, file.Id, file.Sha256), submitted.Proposal.Evidence);
        Assert.Equal("Decisions.Evidence.Expired", await ProblemAsync(() => there.ApproveAsync(id, DecisionFixture.Approver(1))));
    }

    [Fact]
    public async Task BlockingFinding_OpenedAfterApproval_MakesItDue()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        await there.ApproveAsync(id, DecisionFixture.Approver(1));

        var draft = new FindingDraft(Severity.Blocking, "It invents doses.", "3 of 20.", there.Assessment.Id, "clause", null, DecisionFixture.Candidate, [], null, null, null, there.Officer.Id, DateOnly.FromDateTime(there.Time.GetUtcNow().UtcDateTime).AddDays(3));
        var finding = await there.Services.GetRequiredService<FindingStore>().OpenAsync(draft, there.Officer, Cancellation);

        var due = Assert.Single((await there.Desk.SheetAsync(id, there.Officer, Cancellation))!.Due);
        Assert.Equal((ReviewReason.Finding, finding.Id), (due.Reason, due.Words.Arguments[0]));
    }

    [Fact]
    public async Task Approve_OnARecordThatChangedMeanwhile_IsRefused()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var id = (await there.Decisions.ProposeAsync(there.Asked with { Tier = RiskTier.T2 }, there.Officer, Cancellation)).Id;

        var both = await Task.WhenAll(Enumerable.Range(1, 2).Select(async number =>
        {
            try
            {
                return (await there.ApproveAsync(id, DecisionFixture.Approver(number))).State.ToString();
            }
            catch (InputException refused)
            {
                return refused.Problems[0].Message.Key;
            }
        }));

        // Either one after the other, or the later one is told to look again; never two first approvals.
        var kept = (await there.Decisions.FindAsync(id, Cancellation))!;
        Assert.Equal(both.Count(word => word != "Decisions.ChangedMeanwhile"), kept.Approvals.Length);
        Assert.Equal(kept.Approvals.Length == 2 ? DecisionState.Approved : DecisionState.InReview, kept.State);
    }

    private static async Task<string> RefusedAsync(Func<Task> action) => (await Assert.ThrowsAsync<NotAllowedException>(action)).Reason.Key;

    private static async Task<string> ProblemAsync(Func<Task> action) => (await Assert.ThrowsAsync<InputException>(action)).Problems[0].Message.Key;
}
