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
    private const int DefaultSequences = 16;

    // In exact mode prompts go in pieces of this many tokens.
    private const int ExactChunk = 32;

    // Finished conversations are kept under ids of their own.
    private const int KeptSequences = 8;

    /// <param name="onGraphics">The device of <paramref name="spec"/> is a graphics card, or the best there is is one.</param>
    public static FitShape Shape(GgufFile facts, HostSpec spec, bool onGraphics = false)
    {
        var trained = facts.ContextLength is > 0 and <= int.MaxValue and var length ? (int)length : EngineSpec.DefaultContext;
        var tokens = spec.Context ?? Math.Min(trained, EngineSpec.DefaultContext);
        var together = spec.Sequences ?? DefaultSequences;
        var cells = spec.Exact ? tokens : Math.Max(tokens, Math.Min((long)tokens * together, EngineSpec.MostSharedCells));
        return new FitShape((int)Math.Min((cells + 255) / 256 * 256, int.MaxValue), spec.Exact ? 1 : Math.Min(256, together + KeptSequences))
        {
            Cache = spec.Exact ? CacheType.F32 : CacheType.Find(spec.CacheType ?? "") ?? CacheType.F16,
            FlashAttention = !spec.Exact,
            DecodeTokens = spec.Exact ? ExactChunk : DecodeContext.BatchTokens,
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
