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
public sealed record EngineSpec(string File, int? Context = null, int Sequences = EngineSpec.DefaultSequences, int Threads = 1, bool Exact = false, string? Device = null, string? Natives = null)
{
    /// <summary>Cells of the cache shared by all conversations: what they need together, but no more than this unless one alone needs more.</summary>
    public const int MostSharedCells = 8192;

    public const int DefaultContext = 4096;

    public const int DefaultSequences = 16;

    public const int MostSequences = 128;

    public const int MostThreads = 256;

    /// <summary>Shape of every prompt decode in exact mode, on multiples of it.</summary>
    internal const int ExactChunk = 32;

    // The library allots cells in these.
    private const int CellBlock = 256;

    /// <summary>LoRA adapters put on the model together, each by the path of its file.</summary>
    public ImmutableArray<AdapterUse> Adapters { get; init; } = [];

    /// <summary>Layers put on the graphics device, the output counted as one; null puts all of them there.</summary>
    public int? GpuLayers { get; init; }

    /// <summary>Where the model goes: without layers on a graphics device none is even opened, because a backend that is there takes memory and work of large batches whatever the layers.</summary>
    internal string? Place => GpuLayers == 0 ? DeviceWish.Processor : Device;

    /// <summary>Number type of the cache, one of <see cref="Models.Fit.CacheType.All"/>; null for F16, or F32 in exact mode.</summary>
    public string? CacheType { get; init; }

    /// <summary>Most tokens of one conversation.</summary>
    /// <param name="trained">What the file says the model was trained for; null or 0 where it does not.</param>
    internal int Tokens(long? trained) => Context ?? (int)Math.Min(trained is > 0 and var length ? length : DefaultContext, DefaultContext);

    /// <summary>Cells of the cache for conversations of at most <paramref name="tokens"/>.</summary>
    internal int Cells(int tokens)
    {
        var cells = Exact ? tokens : Math.Max(tokens, Math.Min((long)tokens * Sequences, MostSharedCells));
        return (int)Math.Min((cells + CellBlock - 1) / CellBlock * CellBlock, int.MaxValue - CellBlock);
    }
}
