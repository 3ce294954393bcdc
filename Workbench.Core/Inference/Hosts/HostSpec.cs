using System.Collections.Immutable;

namespace Workbench.Core.Inference.Hosts;

/// <summary>How one model is loaded.</summary>
/// <param name="Exact">Reproducible mode: F32, fixed batch shape, the same bytes every time on the same build and hardware.</param>
/// <param name="Context">Tokens of context; null takes the engine's choice for the file.</param>
/// <param name="Sequences">Answers that may be decoded together; null takes the engine's choice.</param>
/// <param name="Threads">Most decoding threads; null takes a fair share. Never more than the cores leave.</param>
/// <param name="Device"><c>cpu</c>, <c>gpu</c>, <c>cuda</c> or <c>vulkan</c>, the last two with <c>:0</c> or <c>:0,1</c> to pin devices; null lets the engine choose.</param>
/// <param name="GpuLayers">Layers put on the device; null puts all of them there.</param>
/// <param name="CacheType">Number type of the cache: <c>f32</c>, <c>f16</c>, <c>bf16</c>, <c>q8_0</c>, …; null takes the engine's choice.</param>
/// <param name="Adapters">LoRA adapters put on the model, by full path.</param>
public sealed record HostSpec(
    bool Exact = false,
    int? Context = null,
    int? Sequences = null,
    int? Threads = null,
    string? Device = null,
    int? GpuLayers = null,
    string? CacheType = null,
    ImmutableArray<AdapterUse> Adapters = default)
{
    public static HostSpec Default { get; } = new();

    public ImmutableArray<AdapterUse> Adapters { get; init; } = Adapters.IsDefault ? [] : Adapters;

    public bool Equals(HostSpec? other) => other is not null && Settings() == other.Settings() && IsSameModel(other);

    public override int GetHashCode() => HashCode.Combine(Settings(), Exact, Adapters.Length);

    /// <summary>The same file with both specs is the same model: it answers alike, apart from speed and length.</summary>
    internal bool IsSameModel(HostSpec other) => Exact == other.Exact && Adapters.SequenceEqual(other.Adapters);

    private (int?, int?, int?, string?, int?, string?) Settings() => (Context, Sequences, Threads, Device, GpuLayers, CacheType);
}
