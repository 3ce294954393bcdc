using System.Collections.Immutable;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;
using Workbench.Core.Models.Fit;

namespace Workbench.Components.Models;

/// <summary>One stretch of a device's bar.</summary>
/// <param name="Name">The model; null for other processes.</param>
/// <param name="Planned">Chosen, and not loaded yet.</param>
public sealed record FitPart(string? Name, long Bytes, bool Planned, MemoryEstimate? Estimate);

/// <summary>A device with everything that is or would be in its memory.</summary>
public sealed record FitBar(FitDevice Device, ImmutableArray<FitPart> Parts)
{
    public long Taken => Parts.Sum(part => part.Bytes);

    /// <summary>Bytes missing; 0 when all fits.</summary>
    public long Short => Math.Max(0, Taken - Device.TotalBytes);

    /// <summary>What the whole width of the bar stands for.</summary>
    public long Scale => Math.Max(1, Math.Max(Taken, Device.TotalBytes));
}

/// <summary>The chosen set beside what is loaded: bars, plan, and what could make room.</summary>
public sealed record FitBoard(ImmutableArray<FitBar> Bars, FitPlan Plan, ImmutableArray<FitModel> Set, ImmutableArray<HostState> Removable)
{
    /// <param name="device">Main memory; null where the system does not tell.</param>
    public static FitBoard Of(IEnumerable<ModelFile> chosen, HostsState hosts, HostSpec spec, FitDevice? device, Func<ModelFile, HostSpec, MemoryEstimate?> estimate)
    {
        var set = ImmutableArray.CreateBuilder<FitModel>();
        foreach (var model in chosen)
        {
            if (estimate(model, spec) is { } needed)
            {
                set.Add(new FitModel(model.Name, needed, Loaded: hosts.Find(model.Name) is { IsActive: true }));
            }
        }

        ImmutableArray<FitDevice> devices = device is null ? [] : [device];
        ImmutableArray<HostState> loaded = [.. hosts.Hosts.Where(host => host.MemoryBytes > 0)];
        var plan = FitPlan.Of(set.ToImmutable(), devices);
        return new FitBoard(
            [.. devices.Select(one => Bar(one, loaded, set.Where(model => !model.Loaded)))],
            plan,
            set.ToImmutable(),
            plan.IsTogether ? [] : [.. loaded.Where(host => host.Phase is HostPhase.Ready && set.All(model => model.Name != host.Name)).OrderByDescending(host => host.MemoryBytes)]);
    }

    private static FitBar Bar(FitDevice device, ImmutableArray<HostState> loaded, IEnumerable<FitModel> planned)
    {
        var others = Math.Max(0, device.TotalBytes - device.FreeBytes - loaded.Sum(host => host.MemoryBytes ?? 0));
        return new FitBar(device,
        [
            .. others > 0 ? [new FitPart(null, others, false, null)] : ImmutableArray<FitPart>.Empty,
            .. loaded.Select(host => new FitPart(host.Name, host.MemoryBytes ?? 0, false, null)),
            .. planned.Select(model => new FitPart(model.Name, model.On(device), true, model.Estimate)),
        ]);
    }
}
