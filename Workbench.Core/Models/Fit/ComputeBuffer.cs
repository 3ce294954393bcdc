namespace Workbench.Core.Models.Fit;

/// <summary>
/// Scratch memory of a decode of <see cref="FitShape.BatchTokens"/> tokens: the most that lives at one time. Checked against what the library says it reserved
/// for dense models with and without flash attention (differences below 1 %).
/// </summary>
/// <param name="Reserved">Address space the library asks for: the whole of it on a graphics device.</param>
/// <param name="Touched">What is ever written to: rows of logits are bounded by <see cref="FitShape.Outputs"/>.</param>
internal readonly record struct ComputeBuffer(long Reserved, long Touched)
{
    private const long Float = 4;

    // The library rounds a batch up to whole tokens for each sequence.
    public static ComputeBuffer Of(ModelSizes sizes, FitShape shape) => new(
        Most(sizes, shape, (shape.BatchTokens + shape.SequenceIds - 1L) / shape.SequenceIds * shape.SequenceIds, shape.BatchTokens),
        Most(sizes, shape, shape.DecodeTokens, Math.Min(shape.Outputs, shape.DecodeTokens)));

    private static long Most(ModelSizes sizes, FitShape shape, long tokens, long rows) =>
        Math.Max(Math.Max(Attention(sizes, shape, tokens), FeedForward(sizes, shape, tokens)), Math.Max(Recurrence(sizes, shape, tokens), Output(sizes, tokens, rows)));

    private static long Output(ModelSizes sizes, long tokens, long rows) => Float * ((rows * sizes.Vocabulary) + (3 * tokens * sizes.Width));

    private static long Mask(ModelSizes sizes, FitShape shape, long tokens)
    {
        if (sizes.Layers.All(layer => layer.Key == 0))
        {
            return 0;
        }

        var masks = sizes.Layers.Any(layer => layer is { Key: > 0, Window: > 0 }) && sizes.Layers.Any(layer => layer is { Key: > 0, Window: 0 }) ? 2 : 1;
        return masks * shape.Cells * tokens * (shape.FlashAttention ? 2 : Float);
    }

    private static long Attention(ModelSizes sizes, FitShape shape, long tokens)
    {
        var most = 0L;
        for (var layer = 0; layer < sizes.Layers.Count; layer++)
        {
            var (heads, kept) = (sizes.Heads[layer], sizes.Layers[layer]);
            if (kept.Key == 0)
            {
                continue;
            }

            var scores = shape.FlashAttention ? 0 : (shape.Cells * heads * Float) + (kept.Value * 8);
            var vectors = (2 * sizes.Width) + (heads * (sizes.KeyLength + sizes.ValueLength)) + kept.Key + kept.Value;
            most = Math.Max(most, tokens * (scores + (vectors * Float)));
        }

        return Mask(sizes, shape, tokens) + most;
    }

    private static long FeedForward(ModelSizes sizes, FitShape shape, long tokens)
    {
        var experts = sizes.Experts * Math.Max(3 * sizes.ExpertWidth, sizes.ExpertWidth + (2 * sizes.Width));
        return Mask(sizes, shape, tokens) + (tokens * Float * ((4 * sizes.Width) + Math.Max(3 * sizes.Inner, experts)));
    }

    // Projections, convolution and its result beside the stream; the states of all sequences are read and written.
    private static long Recurrence(ModelSizes sizes, FitShape shape, long tokens)
    {
        var state = sizes.Layers.Select(layer => layer.State).DefaultIfEmpty(0).Max();
        return state == 0 ? 0 : Mask(sizes, shape, tokens) + (Float * ((tokens * 12 * sizes.Width) + (2 * shape.SequenceIds * state)));
    }
}
