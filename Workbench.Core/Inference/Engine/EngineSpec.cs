using System.Collections.Immutable;

namespace Workbench.Core.Inference.Engine;

/// <summary>How a model is to be loaded.</summary>
/// <param name="File">Path of a GGUF file.</param>
/// <param name="Context">Most tokens of one conversation; null takes what the model was trained for, up to 4096.</param>
/// <param name="Sequences">Most conversations decoded at once, 1 to 128.</param>
/// <param name="Threads">Decoding threads. Threads of all hosts together should not exceed the cores: they wait for each other spinning.</param>
/// <param name="Exact">F32 cache, no flash attention, one sequence a decode in fixed shapes: the same bytes every time.</param>
/// <param name="Device">Null for the best there is; <c>cpu</c>; <c>gpu</c>; or a device's name.</param>
/// <param name="Natives">A folder of native libraries to use instead of the chosen one.</param>
public sealed record EngineSpec(string File, int? Context = null, int Sequences = 16, int Threads = 1, bool Exact = false, string? Device = null, string? Natives = null)
{
    /// <summary>Cells of the cache shared by all conversations: what they need together, but no more than this unless one alone needs more.</summary>
    public const int MostSharedCells = 8192;

    public const int DefaultContext = 4096;

    public const int MostSequences = 128;

    public const int MostThreads = 256;

    /// <summary>LoRA adapters put on the model together, each by the path of its file.</summary>
    public ImmutableArray<AdapterUse> Adapters { get; init; } = [];

    /// <summary>Layers put on the graphics device, the output counted as one; null puts all of them there.</summary>
    public int? GpuLayers { get; init; }

    /// <summary>Number type of the cache, one of <see cref="Models.Fit.CacheType.All"/>; null for F16, or F32 in exact mode.</summary>
    public string? CacheType { get; init; }
}
