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

    /// <param name="context">Most tokens of one conversation; null takes the engine's choice.</param>
    /// <param name="sequences">Answers decoded together; null takes the engine's choice.</param>
    /// <param name="cache">Number type of the cache; null takes the engine's choice.</param>
    /// <param name="graphicsLayers">Layers on a graphics device; 0 for none.</param>
    public static FitShape Shape(GgufFile facts, int? context = null, int? sequences = null, bool exact = false, GgufTensorType? cache = null, int graphicsLayers = 0)
    {
        var trained = facts.ContextLength is > 0 and <= int.MaxValue and var length ? (int)length : EngineSpec.DefaultContext;
        var tokens = context ?? Math.Min(trained, EngineSpec.DefaultContext);
        var together = sequences ?? DefaultSequences;
        var cells = exact ? tokens : Math.Max(tokens, Math.Min((long)tokens * together, EngineSpec.MostSharedCells));
        return new FitShape((int)Math.Min((cells + 255) / 256 * 256, int.MaxValue), exact ? 1 : Math.Min(256, together + KeptSequences))
        {
            Cache = exact ? CacheType.F32 : cache ?? CacheType.F16,
            FlashAttention = !exact,
            DecodeTokens = exact ? ExactChunk : DecodeContext.BatchTokens,
            BatchTokens = DecodeContext.BatchTokens,
            GraphicsLayers = graphicsLayers,
        };
    }

    /// <returns>Null for a file that is no readable model.</returns>
    public static MemoryEstimate? Estimate(ModelFile model, HostSpec spec, int graphicsLayers = 0) =>
        model.Facts is { Kind: GgufKind.Model } facts ? MemoryFit.Estimate(facts, model.Tensors, Shape(facts, spec.Context, spec.Sequences, spec.Exact, graphicsLayers: graphicsLayers)) : null;
}
