namespace Workbench.Core.Models.Gguf;

/// <summary>Sizes that are one number for all blocks or an array with one per block.</summary>
internal static class BlockSizes
{
    private const long MostHeads = 1 << 14;
    private const long MostInner = 1 << 24;

    /// <param name="otherwise">The field whose sizes count where this one is absent.</param>
    /// <returns>One size per block; null, with a problem told, where they are wrong.</returns>
    public static long[]? Read(GgufChecks checks, string name, int blocks, string? otherwise = null)
    {
        var key = $"{checks.Architecture}.{name}";
        if (checks.Header.Values.GetValueOrDefault(key) is GgufWholeArray array)
        {
            var sizes = array.First.Select(value => value switch { ulong u and < (ulong)MostInner => (long)u, long s => s, _ => 0 }).ToArray();
            if (array.Count == blocks && sizes.All(size => size is > 0 and < MostInner))
            {
                return sizes;
            }

            checks.Report(key, "ArrayLength", array.Facts().ToString(), $"[{blocks}]");
            return null;
        }

        if (otherwise is not null && !checks.Has(key))
        {
            return Read(checks, otherwise, blocks);
        }

        return checks.Whole(key, 1, name == "feed_forward_length" ? MostInner : MostHeads) is { } size ? [.. Enumerable.Repeat(size, blocks)] : null;
    }
}
