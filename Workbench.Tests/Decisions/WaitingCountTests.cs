using Microsoft.Extensions.DependencyInjection;
using Workbench.Core.Decisions;
using Workbench.Core.Storage.Decisions;

namespace Workbench.Tests.Decisions;

public sealed class WaitingCountTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_EachPerson_IsTheLengthOfTheirQueueAndFollowsTheLog()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var counts = there.Services.GetRequiredService<WaitingCount>();
        Assert.Null(counts.Known(there.Officer));
        Assert.Equal(0, await counts.OfAsync(there.Officer, Cancellation));

        var draft = (await there.Decisions.DraftAsync(there.Asked, there.Officer, Cancellation)).Id;
        Assert.Equal(0, counts.Known(there.Officer));
        Assert.Equal((1, 0), (await counts.OfAsync(there.Officer, Cancellation), await counts.OfAsync(DecisionFixture.Approver(1), Cancellation)));
        await there.Decisions.SubmitAsync(draft, "Ready.", there.Officer, Cancellation);
        await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation);

        Assert.Equal((0, 2), (await counts.OfAsync(there.Officer, Cancellation), await counts.OfAsync(DecisionFixture.Approver(1), Cancellation)));
        Assert.Equal((await there.Desk.WaitingAsync(DecisionFixture.Approver(1), Cancellation)).Length, counts.Known(DecisionFixture.Approver(1)));
    }

    [Fact]
    public async Task Of_LogThatDidNotGrow_IsNotCountedAgainUntilAWhileHasPassed()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var counts = there.Services.GetRequiredService<WaitingCount>();
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        Assert.Equal(1, await counts.OfAsync(DecisionFixture.Approver(1), Cancellation));

        await there.PutAsync(id, DecisionState.Withdrawn);

        Assert.Equal(1, await counts.OfAsync(DecisionFixture.Approver(1), Cancellation));
        there.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(0, await counts.OfAsync(DecisionFixture.Approver(1), Cancellation));
    }
}
