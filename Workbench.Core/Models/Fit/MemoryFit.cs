using System.Collections.Immutable;
using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Models.Fit;

/// <summary>
/// Estimates memory before loading, from the header alone. Weights, cache and states are exact sums of what llama.cpp allocates; its scratch is the largest
/// set of tensors that live at one time; what a process takes besides was measured on hosts of several models.
/// </summary>
public static class MemoryFit
{
    /// <summary>A host without a model: .NET with the web server and the engine's libraries; some 25 MiB of its own, the rest mapped code.</summary>
    public const long ProcessBytes = 100L << 20;

    /// <summary>Code and heaps that a host gains under load.</summary>
    public const long BusyProcessBytes = 4L << 20;

    /// <summary>The driver's part on a graphics device for one process, cuBLAS's work space with it: 579 to 602 MiB with CUDA 13 on an H100.</summary>
    public const long GraphicsContextBytes = 600L << 20;

    /// <summary>Weights of layers in main memory that lie on the device beside each other while it reads a prompt: inputs of one split of the graph (GGML_SCHED_MAX_SPLIT_INPUTS of ggml 0.18).</summary>
    public const int CopiedWeights = 30;

    /// <summary>For each text of the vocabulary: piece, index, merge and roles in the engine, and our own check of them.</summary>
    public const long BytesPerPiece = 235;

    private const long SamplerBytesPerPiece = 12;
    private const int SamplersAtOnce = 16;

    /// <param name="tensors">Of all parts of a split model.</param>
    public static MemoryEstimate Estimate(GgufFile facts, ImmutableArray<GgufTensor> tensors, FitShape shape)
    {
        var sizes = ModelSizes.Of(facts, tensors);
        var places = new Placement(sizes.Layers.Count, shape.GraphicsLayers);
        var compute = ComputeBuffer.Of(sizes, shape);
        long weights = 0, graphics = 0, repacked = 0, cache = 0, state = 0;
        foreach (var tensor in tensors.Where(places.IsLoaded))
        {
            weights += tensor.Bytes;
            graphics += places.IsOnGraphics(tensor) ? tensor.Bytes : 0;
            repacked += places.IsOnGraphics(tensor) ? 0 : Repacking.Bytes(tensor);
        }

        if (places.AnyOnGraphics && tensors.All(tensor => tensor.Name != "output.weight"))
        {
            // One matrix for both ends: the output's copy goes to the device.
            var tied = tensors.Where(tensor => tensor.Name == Placement.Embedding).Sum(tensor => tensor.Bytes);
            (weights, graphics) = (weights + tied, graphics + tied);
        }

        for (var block = 0; block < sizes.Layers.Count; block++)
        {
            var layer = sizes.Layers[block];
            var (tokens, running) = (Cells(layer, shape) * (shape.Cache.Bytes(layer.Key) + shape.Cache.Bytes(layer.Value)), layer.State * shape.SequenceIds * sizeof(float));
            (cache, state) = (cache + tokens, state + running);
            graphics += places.IsOnGraphics(block) ? tokens + running : 0;
        }

        var scratch = places.AnyOnGraphics ? compute.Reserved : compute.Touched;
        var rows = Math.Max(Math.Min(shape.Outputs, shape.DecodeTokens), shape.SequenceIds) * sizes.Vocabulary * sizeof(float);
        var drawing = Math.Min(shape.SequenceIds, SamplersAtOnce) * sizes.Vocabulary * SamplerBytesPerPiece;
        var late = rows - (shape.SequenceIds * sizes.Vocabulary * sizeof(float)) + drawing + BusyProcessBytes;
        var vocabulary = (sizes.Vocabulary + (facts.Array("tokenizer.ggml.merges")?.Count ?? 0)) * BytesPerPiece;
        var driver = places.AnyOnGraphics ? GraphicsContextBytes : 0;
        scratch += places.AnyOnGraphics ? Copied(tensors, places) : 0;
        graphics += places.AnyOnGraphics ? scratch + driver : 0;
        return new MemoryEstimate(weights, repacked, cache, state, scratch, rows + drawing, vocabulary, ProcessBytes + BusyProcessBytes + driver, graphics, places.AnyOnGraphics ? late : late + scratch);
    }

    // A prompt is read on the device in every layer: weights that stay in main memory are copied there, split by split.
    private static long Copied(ImmutableArray<GgufTensor> tensors, Placement places)
    {
        var staying = tensors.Where(tensor => places.IsLoaded(tensor) && ModelSizes.Place(tensor.Name) is { } place && !places.IsOnGraphics(place.Block))
            .OrderBy(static tensor => ModelSizes.Place(tensor.Name)!.Value.Block).Select(static tensor => tensor.Bytes).ToList();
        return Enumerable.Range(0, Math.Max(1, staying.Count - CopiedWeights + 1)).Max(start => staying.Skip(start).Take(CopiedWeights).Sum());
    }

    private static long Cells(ModelLayer layer, FitShape shape) =>
        layer.Window == 0 || shape.FullWindow ? shape.Cells : Math.Min(shape.Cells, ((layer.Window * shape.SequenceIds) + shape.BatchTokens + 255) / 256 * 256);
}
