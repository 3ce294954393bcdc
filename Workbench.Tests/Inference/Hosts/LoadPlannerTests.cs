using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models.Fit;

namespace Workbench.Tests.Inference.Hosts;

/// <summary>Plans from the headers of the demonstration models; nothing is loaded.</summary>
public sealed class LoadPlannerTests
{
    [Fact]
    public void Plan_RoomForAll_IsOneGroupAndNamesWhatTakesNoMemory()
    {
        var plan = Plan(1L << 40, new("a", "demo-knows"), new("b", "demo-invents"), new("null:echo", "null:echo"), new("far", "node"));

        Assert.Equal(["a b"], Groups(plan));
        Assert.Equal(["null:echo", "far"], plan.Elsewhere.AsEnumerable());
        Assert.Empty(plan.Reasons);
    }

    [Fact]
    public void Plan_SameModelWithAnotherPrompt_IsLoadedOnce()
    {
        var plan = Plan(1L << 40, new("a", "demo-knows"), new("b", "demo-knows", "Be brief."), new("c", "demo-knows", Adapters: [new AdapterUse("demo-knows-harbour")]));

        Assert.Equal([["a", "b"], ["c"]], plan.Groups.Single().Loads.Select(static load => load.Candidates.Order().ToArray()).OrderByDescending(static names => names.Length));
    }

    [Fact]
    public void Plan_RoomForOneAtATime_IsAGroupEachWithTheReason()
    {
        var one = Plan(1L << 40, new Candidate("a", "demo-knows")).Groups[0].Loads[0].Bytes;
        var plan = Plan(one * 3 / 2, new("a", "demo-knows"), new("b", "demo-invents"));

        Assert.Equal(2, plan.Groups.Length);
        Assert.Equal("Models.FitNotTogether", plan.Reasons[0].Key);
        Assert.Empty(plan.Refused);
    }

    [Fact]
    public void Plan_NoRoomOrNoFile_IsRefusedWithTheReason()
    {
        var plan = Plan(1 << 20, new("a", "demo-knows"), new("b", "no-such-model"), new("null:empty", "null:empty"));

        Assert.Empty(plan.Groups);
        Assert.Equal([("a", "Models.FitTooLarge"), ("b", "Inference.ModelUnknown")], plan.Refused.Select(static refused => (refused.Candidate, refused.Reason.Key)).Order());
    }

    private static LoadPlan Plan(long free, params Candidate[] candidates)
    {
        using var hosts = DemoHosts.Start();
        using var pool = new ModelPool(hosts, [new ModelEndpoint("node", "http://node")], TimeProvider.System) { Devices = () => [new FitDevice(FitDevice.Processor, free, free)] };
        return pool.Plan([.. candidates], exact: false);
    }

    private static IEnumerable<string> Groups(LoadPlan plan) => plan.Groups.Select(static group => string.Join(' ', group.Loads.SelectMany(static load => load.Candidates).Order()));
}
