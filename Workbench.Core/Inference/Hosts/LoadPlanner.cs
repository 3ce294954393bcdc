using System.Collections.Immutable;
using Workbench.Core.Models;
using Workbench.Core.Models.Fit;

namespace Workbench.Core.Inference.Hosts;

/// <summary>Plans the loads of a run from what is free now, the loaded models counted.</summary>
/// <param name="elsewhere">Whether a model's name is an endpoint's.</param>
/// <param name="devices">Memory as the system tells it.</param>
/// <param name="needs">Main memory of a loaded model: all it needs, and what of it the system still counts as available.</param>
/// <param name="isIdle">Nobody uses the host: it gives its place when another model needs it.</param>
internal sealed class LoadPlanner(ModelHosts hosts, Func<string, bool> elsewhere, Func<ImmutableArray<FitDevice>> devices, Func<ModelHost, (long All, long StillToTake)> needs, Func<ModelHost, bool> isIdle)
{
    public LoadPlan Of(ImmutableArray<Candidate> candidates, bool exact)
    {
        var refused = ImmutableArray.CreateBuilder<LoadRefusal>();
        List<(HostedFile File, List<string> Names)> loads = [];
        foreach (var candidate in candidates.Where(candidate => !candidate.IsNull && !elsewhere(candidate.Model)))
        {
            try
            {
                var file = hosts.Resolve(candidate.Model, hosts.SpecOf(candidate.Model) with { Exact = exact, Adapters = candidate.Adapters });
                if (loads.Find(load => file.IsServedBy(load.File.Path, load.File.Spec)).Names is { } shared)
                {
                    shared.Add(candidate.Name);
                }
                else
                {
                    loads.Add((file, [candidate.Name]));
                }
            }
            catch (ModelUnavailableException missing)
            {
                refused.Add(new LoadRefusal(candidate.Name, missing.Reason));
            }
        }

        var room = Room(loads.ConvertAll(load => load.File));
        var models = loads.Select(load => (load.File, load.Names, Fit: Fit(load.File, room))).ToList();
        var plan = FitPlan.Of([.. models.Select(model => model.Fit)], room);
        foreach (var (file, names, _) in models.Where(model => plan.TooLarge.Contains(model.File.Title)))
        {
            var reason = plan.Reasons.First(reason => reason.Key == "Models.FitTooLarge" && reason.Arguments[0] == file.Title);
            refused.AddRange(names.Select(name => new LoadRefusal(name, reason)));
        }

        return new LoadPlan(
            [.. plan.Groups.Select(group => new LoadGroup([.. group.Select(title => Planned(models.Find(model => model.File.Title == title)))]))],
            [.. candidates.Where(candidate => candidate.IsNull || elsewhere(candidate.Model)).Select(candidate => candidate.Name)],
            refused.ToImmutable(),
            plan.Reasons)
        { Devices = room };
    }

    private static PlannedLoad Planned((HostedFile File, List<string> Names, FitModel Fit) model) =>
        new(model.File.Title, [.. model.Names], model.Fit.Estimate.Total, model.Fit.Device, model.Fit.Loaded);

    /// <summary>Free for this set: what loaded models have yet to take is not free, what idle ones of others hold can be had.</summary>
    private ImmutableArray<FitDevice> Room(List<HostedFile> set)
    {
        var active = hosts.Active();
        var promised = active.Sum(host => needs(host).StillToTake);
        var returnable = active.Where(host => isIdle(host) && !set.Exists(file => file.IsServedBy(host.Path, host.Spec))).Sum(host => needs(host).All);
        return [.. devices().Select(device => device.IsProcessor ? device with { FreeBytes = Math.Max(0, device.FreeBytes - promised + returnable) } : device)];
    }

    private FitModel Fit(HostedFile file, ImmutableArray<FitDevice> room)
    {
        var graphics = HostFit.Graphics(room, file.Spec);
        var extra = file.Spec.Adapters.Sum(static use => new FileInfo(use.Adapter) is { Exists: true } adapter ? adapter.Length : 0);
        var estimate = Estimate(file, graphics is not null);
        return new FitModel(file.Title, estimate with { Weights = estimate.Weights + extra }, graphics?.Name ?? FitDevice.Processor, hosts.Find(file) is not null);
    }

    // A file that is no readable model takes nothing: loading it says what is wrong with it.
    private static MemoryEstimate Estimate(HostedFile file, bool onGraphics) =>
        HostFit.Estimate(ModelFile.Read(file.Path), file.Spec, onGraphics) ?? new MemoryEstimate(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
