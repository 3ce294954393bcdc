using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Models.Fit;

/// <summary>The sizes a model is loaded with, as far as memory depends on them.</summary>
/// <param name="Cells">Tokens the attention cache holds, all sequences together.</param>
/// <param name="SequenceIds">Sequences the engine can tell apart; a running state is kept for each.</param>
public sealed record FitShape(int Cells, int SequenceIds)
{
    /// <summary>Number type of the cache, one of <see cref="CacheType.All"/>.</summary>
    public GgufTensorType Cache { get; init; } = CacheType.F16;

    /// <summary>Attention without a matrix of all scores.</summary>
    public bool FlashAttention { get; init; } = true;

    /// <summary>Most tokens of one decode that scratch is reserved for.</summary>
    public int BatchTokens { get; init; } = 512;

    /// <summary>Most tokens that are ever decoded at once: no more of the scratch is written to.</summary>
    public int DecodeTokens { get; init; } = 512;

    /// <summary>Most rows of logits of one decode.</summary>
    public int Outputs { get; init; } = 128;

    /// <summary>Layers with a sliding window keep as many cells as the others, so that any prefix can be taken up again; else only their window.</summary>
    public bool FullWindow { get; init; } = true;

    /// <summary>Layers on a graphics device, counted from the last; the output is one more. 0 keeps all in main memory.</summary>
    public int GraphicsLayers { get; init; }

    public const int AllLayers = int.MaxValue;
}
