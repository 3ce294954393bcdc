using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Models.Fit;

/// <summary>Which layers look back over a window only: the file's own list, else the pattern of the family as llama.cpp has it.</summary>
internal static class SlidingWindow
{
    // Of so many layers the last one sees everything.
    private static readonly Dictionary<string, long> Patterns = new(StringComparer.Ordinal)
    {
        ["gemma2"] = 2,
        ["gemma3"] = 6,
        ["cohere2"] = 4,
        ["gpt-oss"] = 2,
        ["exaone4"] = 4,
        ["olmo2"] = 4,
        ["afmoe"] = 4,
        ["llama4"] = 4,
    };

    /// <returns>The window of each layer; 0 for one that sees everything.</returns>
    public static long[] Of(GgufFile facts, int layers)
    {
        var key = $"{facts.Architecture}.attention.sliding_window";
        var window = facts.Whole(key) ?? (facts.Architecture == "llama4" ? 8192 : 0);
        if (window <= 0)
        {
            return new long[layers];
        }

        if (facts.Array($"{key}_pattern") is { } list && list.Count >= layers)
        {
            return [.. list.First.Take(layers).Select(value => value is true or ulong and > 0 or long and > 0 ? window : 0)];
        }

        var pattern = facts.Whole($"{key}_pattern") ?? Patterns.GetValueOrDefault(facts.Architecture ?? "");
        return pattern > 1 ? [.. Enumerable.Range(0, layers).Select(layer => layer % pattern < pattern - 1 ? window : 0)] : new long[layers];
    }
}
