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
    public long Missing => Math.Max(0, Taken - Device.TotalBytes);

    /// <summary>What the whole width of the bar stands for.</summary>
    public long Scale => Math.Max(1, Math.Max(Taken, Device.TotalBytes));
}

/// <summary>The chosen set beside what is loaded: bars, plan, and what could make room.</summary>
public sealed record FitBoard(ImmutableArray<FitBar> Bars, FitPlan Plan, ImmutableArray<FitModel> Set, ImmutableArray<HostState> Removable)
{
    /// <param name="devices">Main memory and graphics devices, those that tell their memory.</param>
    /// <param name="specOf">Settings a model of the set is to be loaded with.</param>
    /// <param name="estimate">Of a model with settings, on a graphics device or not.</param>
    /// <param name="fileOf">The file a host has loaded.</param>
    public static FitBoard Of(IEnumerable<ModelFile> chosen, HostsState hosts, Func<string, HostSpec> specOf, ImmutableArray<FitDevice> devices, Func<ModelFile, HostSpec, bool, MemoryEstimate?> estimate, Func<HostState, ModelFile?> fileOf)
    {
        var set = ImmutableArray.CreateBuilder<FitModel>();
        foreach (var model in chosen)
        {
            var spec = specOf(model.Name);
            var graphics = HostFit.Graphics(devices, spec);
            if (estimate(model, spec, graphics is not null) is { } needed)
            {
                set.Add(new FitModel(model.Name, needed, graphics?.Name ?? FitDevice.Processor, hosts.Find(model.Name) is { IsActive: true }));
            }
        }

        ImmutableArray<HostState> loaded = [.. hosts.Hosts.Where(host => host.MemoryBytes > 0)];
        var plan = FitPlan.Of(set.ToImmutable(), devices);
        return new FitBoard(
            [.. devices.Select(device => Bar(device, [.. loaded.Select(host => new FitPart(host.Name, Taken(host, device), false, null)).Where(part => part.Bytes > 0)], set.Where(model => !model.Loaded)))],
            plan,
            set.ToImmutable(),
            plan.IsTogether ? [] : [.. loaded.Where(host => host.Phase is HostPhase.Ready && set.All(model => model.Name != host.Name)).OrderByDescending(host => host.MemoryBytes)]);

        // Of a graphics device the driver tells no part of one process: the estimate stands for it.
        long Taken(HostState host, FitDevice device) =>
            device.IsProcessor ? host.MemoryBytes ?? 0
            : IsOn(host, device) && fileOf(host) is { } file ? estimate(file, host.Spec, true)?.OnGraphics ?? 0
            : 0;
    }

    private static bool IsOn(HostState host, FitDevice device) =>
        host.Facts?.Device is { } name && !name.Equals("cpu", StringComparison.OrdinalIgnoreCase) && (host.Spec.Device is null or "gpu" || host.Spec.Device.Equals(device.Name, StringComparison.OrdinalIgnoreCase));

    private static FitBar Bar(FitDevice device, ImmutableArray<FitPart> loaded, IEnumerable<FitModel> planned)
    {
        var others = Math.Max(0, device.TotalBytes - device.FreeBytes - loaded.Sum(part => part.Bytes));
        return new FitBar(device,
        [
            .. others > 0 ? [new FitPart(null, others, false, null)] : ImmutableArray<FitPart>.Empty,
            .. loaded,
            .. planned.Where(model => model.On(device) > 0).Select(model => new FitPart(model.Name, model.On(device), true, device.IsProcessor && model.Estimate.OnGraphics == 0 ? model.Estimate : null)),
        ]);
    }
}
