using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference.Devices;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Models.Fit;
using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Inference.Hosts;

/// <summary>What memory a host will take: the engine's own rules for its cells and batches, put into <see cref="MemoryFit"/>.</summary>
public static class HostFit
{
    /// <param name="onGraphics">The device of <paramref name="spec"/> is a graphics card, or the best there is is one.</param>
    public static FitShape Shape(GgufFile facts, HostSpec spec, bool onGraphics = false)
    {
        var engine = new EngineSpec("", spec.Context, spec.Sequences ?? EngineSpec.DefaultSequences, Exact: spec.Exact);
        return new FitShape(engine.Cells(engine.Tokens(facts.ContextLength)), SeatRule.SequenceIds(engine))
        {
            Cache = spec.Exact ? CacheType.F32 : CacheType.Find(spec.CacheType ?? "") ?? CacheType.F16,
            FlashAttention = !spec.Exact,
            DecodeTokens = spec.Exact ? EngineSpec.ExactChunk : DecodeContext.BatchTokens,
            BatchTokens = DecodeContext.BatchTokens,
            GraphicsLayers = onGraphics ? spec.GpuLayers ?? FitShape.AllLayers : 0,
        };
    }

    /// <returns>Null for a file that is no readable model.</returns>
    public static MemoryEstimate? Estimate(ModelFile model, HostSpec spec, bool onGraphics = false) =>
        model.Facts is { Kind: GgufKind.Model } facts ? MemoryFit.Estimate(facts, model.Tensors, Shape(facts, spec, onGraphics)) : null;

    /// <summary>Main memory first, then the graphics devices a model can be put on; those that tell their memory.</summary>
    /// <param name="mapped">Bytes of loaded models' files: counted as free by the system, and not to be had without slowing those models.</param>
    public static ImmutableArray<FitDevice> Devices(MachineState machine, long mapped = 0)
    {
        ImmutableArray<FitDevice> memory = machine.Processor is { TotalBytes: { } total, FreeBytes: { } free } ? [new FitDevice(FitDevice.Processor, total, Math.Max(0, free - mapped))] : [];
        return [.. memory, .. machine.Devices.Where(device => device is { Id: not null, TotalBytes: not null, FreeBytes: not null }).Select(device => new FitDevice(device.Id!, device.TotalBytes!.Value, device.FreeBytes!.Value))];
    }

    /// <summary>The graphics device that layers of a model would go to; null when they stay in main memory.</summary>
    public static FitDevice? Graphics(ImmutableArray<FitDevice> devices, HostSpec spec)
    {
        var wish = DeviceWish.Parse(spec.Device);
        var graphics = devices.Where(static device => !device.IsProcessor).ToList();
        return wish.Backend == DeviceWish.Processor || spec.GpuLayers == 0 ? null : graphics.Find(device => Means(wish, device)) ?? graphics.FirstOrDefault();
    }

    /// <summary>What to say where memory of a device is asked for that this machine does not have; null otherwise, and for Vulkan, whose devices tell no memory before they are opened.</summary>
    /// <param name="device">As a model asks for it; null for the best there is.</param>
    public static Phrase? Missing(ImmutableArray<FitDevice> devices, string? device)
    {
        var wish = DeviceWish.Parse(device);
        var isMet = wish switch
        {
            { Name: not null } => false,
            { Backend: DeviceWish.Vulkan } or { NeedsGraphics: false } => true,
            { Indices: { IsEmpty: false } indices } => indices.All(index => devices.Any(offered => offered.Name == Numbered(wish, index))),
            _ => devices.Any(offered => !offered.IsProcessor && Means(wish, offered)),
        };
        return isMet ? null : new Phrase("Inference.NoSuchDevice", device!, string.Join(", ", devices.Select(static offered => offered.Name)));
    }

    private static bool Means(DeviceWish wish, FitDevice device) =>
        wish.Indices.IsEmpty ? wish.Backend is null || device.Name.StartsWith(wish.Backend, StringComparison.Ordinal) : wish.Indices.Any(index => device.Name == Numbered(wish, index));

    private static string Numbered(DeviceWish wish, int index) => string.Create(CultureInfo.InvariantCulture, $"{wish.Backend}:{index}");
}
