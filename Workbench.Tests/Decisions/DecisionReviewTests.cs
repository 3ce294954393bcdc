using Microsoft.Extensions.DependencyInjection;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Storage.Decisions;
using Workbench.Core.Storage.Log;

namespace Workbench.Tests.Decisions;

public sealed class DecisionReviewTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approval_NearItsEndAndPastIt_IsDueAndIsWrittenDownOnce()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var reviews = there.Services.GetRequiredService<DecisionReviews>();
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        await there.ApproveAsync(id, DecisionFixture.Approver(1), until: there.Time.GetUtcNow().AddDays(60));
        Assert.Equal(0, await reviews.LookAsync(Cancellation));

        there.Time.Advance(TimeSpan.FromDays(35));
        Assert.Equal((1, 0), (await reviews.LookAsync(Cancellation), await reviews.LookAsync(Cancellation)));
        Assert.Equal("Decisions.Due.EndsSoon", Assert.Single((await there.Desk.SheetAsync(id, there.Officer, Cancellation))!.Due).Words.Key);
        there.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(DecisionState.Expired, (await there.Decisions.FindAsync(id, Cancellation))!.StateAt(there.Time.GetUtcNow()));
        Assert.Equal((1, 0), (await reviews.LookAsync(Cancellation), await reviews.LookAsync(Cancellation)));

        Assert.Equal(DecisionState.Expired, (await there.Decisions.FindAsync(id, Cancellation))!.State);
        var kinds = (await there.Services.GetRequiredService<LogStore>().ListAsync(20, subject: id, cancellation: Cancellation)).Select(entry => entry.Kind);
        Assert.Equal(["decision.expired", "decision.review-due", "decision.approved", "decision.submitted", "decision.drafted"], kinds);
        Assert.Equal((id, DecisionAct.Supersede), (Assert.Single(await there.Desk.WaitingAsync(there.Officer, Cancellation)).Decision.Id, (await there.Desk.WaitingAsync(there.Officer, Cancellation))[0].Act));
    }

    [Theory]
    [InlineData(ReviewReason.Prompt)]
    [InlineData(ReviewReason.Quantisation)]
    [InlineData(ReviewReason.Weights)]
    public async Task Subject_WhenItChanged_IsDue(ReviewReason reason)
    {
        await using var there = await DecisionFixture.MakeAsync();
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        await there.ApproveAsync(id, DecisionFixture.Approver(1));
        var narrow = (await there.Decisions.ProposeAsync(there.Asked with { Triggers = [ReviewReason.Bank] }, there.Officer, Cancellation)).Id;
        await there.ApproveAsync(narrow, DecisionFixture.Approver(1));
        Assert.Empty((await there.Desk.SheetAsync(id, there.Officer, Cancellation))!.Due);

        there.Time.Advance(TimeSpan.FromMinutes(1));
        await there.AssessAsync(
            Verdict.DoesNotConform, reason == ReviewReason.Prompt ? "Answer as a pirate." : null, reason == ReviewReason.Quantisation ? "Q2_K" : "Q4_K_M", reason == ReviewReason.Weights ? new string('f', 64) : null);

        var sheet = (await there.Desk.SheetAsync(id, there.Officer, Cancellation))!;
        Assert.Equal(reason, Assert.Single(sheet.Due).Reason);
        Assert.Equal((Verdict.Conforms, Verdict.DoesNotConform), (Assert.Single(sheet.Facts.Clauses).Was, sheet.Facts.Clauses[0].Now));
        Assert.Empty((await there.Desk.SheetAsync(narrow, there.Officer, Cancellation))!.Due);
        Assert.Equal(1, await there.Services.GetRequiredService<DecisionReviews>().LookAsync(Cancellation));
    }

    [Fact]
    public async Task Assessment_ThatIsNoLongerWhatWasNamed_IsDueAndSaysSo()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        await there.ApproveAsync(id, DecisionFixture.Approver(1));

        await there.ExecuteAsync($"UPDATE \"Assessments\" SET \"Content\" = replace(\"Content\", 'conforms', 'not-applicable')");

        var due = Assert.Single((await there.Desk.SheetAsync(id, there.Officer, Cancellation))!.Due);
        Assert.Equal((ReviewReason.Evidence, "Decisions.Evidence.Changed"), (due.Reason, due.Words.Key));
    }

    [Fact]
    public async Task Board_FiltersByWordsAndJurisdiction_AndLeavesOutWhatIsNotInForce()
    {
        await using var there = await DecisionFixture.MakeAsync();
        foreach (var (use, place) in new[] { ("internal search", "CN"), ("leaflets", "CN"), ("leaflets", "EU") })
        {
            var id = (await there.Decisions.ProposeAsync(there.Asked with { FieldOfUse = use, Jurisdiction = place }, there.Officer, Cancellation)).Id;
            await there.ApproveAsync(id, DecisionFixture.Approver(1));
        }

        await there.Decisions.SuspendAsync("DR-2026-003", "Incident.", DecisionFixture.Approver(1), Cancellation);

        Assert.Equal(["DR-2026-002", "DR-2026-001"], await OnBoard(new DecisionFilter(InForce: true)));
        Assert.Equal(["DR-2026-002"], await OnBoard(new DecisionFilter("Leaflets", InForce: true)));
        Assert.Equal(["DR-2026-003"], await OnBoard(new DecisionFilter(Jurisdiction: "EU")));
        Assert.Equal(["DR-2026-003"], await OnBoard(new DecisionFilter(State: DecisionState.Suspended)));

        async Task<IEnumerable<string>> OnBoard(DecisionFilter filter) => (await there.Desk.ListAsync(filter, Cancellation)).Select(one => one.Decision.Id);
    }
}
