using System.Collections.Immutable;
using Workbench.Core.Inference.Devices;
using Workbench.Core.Inference.Engine;
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
    public static FitDevice? Graphics(ImmutableArray<FitDevice> devices, HostSpec spec) =>
        spec.Device == FitDevice.Processor || spec.GpuLayers == 0 ? null : devices.FirstOrDefault(device => !device.IsProcessor && (spec.Device is null || spec.Device == device.Name)) ?? devices.FirstOrDefault(device => !device.IsProcessor);
}
