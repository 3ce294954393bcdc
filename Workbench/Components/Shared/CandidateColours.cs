using Workbench.Core.Inference;
using Workbench.Models;

namespace Workbench.Components.Shared;

/// <summary>Which hue and shape a candidate has: its model's, the same on every page; 0 (grey, hollow) for null runners.</summary>
public static class CandidateColours
{
    public const int Count = 8;

    /// <returns>Index by candidate name.</returns>
    public static Dictionary<string, int> For(IEnumerable<Candidate> candidates, ModelNames names)
    {
        List<Candidate> distinct = [.. candidates.DistinctBy(candidate => candidate.Name, StringComparer.Ordinal)];
        return distinct.Zip(Of(distinct, names)).ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
    }

    /// <summary>
    /// Each has the hue of its model; where two of one model, or of models that share a hue, stand beside each other, the later takes one that is free, as one does whose model is not here. The ninth takes the first hue with the
    /// second shape, and so on.
    /// </summary>
    /// <returns>Index by place.</returns>
    public static int[] Of(IReadOnlyList<Candidate> candidates, ModelNames names)
    {
        var known = names.Coloured;
        var indexes = new int[candidates.Count];
        foreach (var (place, candidate) in candidates.Index().Where(each => !each.Item.IsNull))
        {
            var own = known.IndexOf(candidate.Model) + 1;
            indexes[place] = own > 0 && !indexes.Any(taken => taken > 0 && Hue(taken) == Hue(own)) ? own : 0;
        }

        foreach (var (place, candidate) in candidates.Index().Where(each => !each.Item.IsNull && indexes[each.Index] == 0))
        {
            indexes[place] = Enumerable.Range(1, Count).FirstOrDefault(free => !indexes.Any(taken => taken > 0 && Hue(taken) == free)) is > 0 and var hue ? hue : Enumerable.Range(1, int.MaxValue - 1).First(free => !indexes.Contains(free));
        }

        return indexes;
    }

    public static string Class(int index) => index <= 0 ? "c0" : $"c{Hue(index)}";

    private static int Hue(int index) => ((index - 1) % Count) + 1;

    /// <summary>Paths around the origin, in a box from −6 to 6.</summary>
    internal static string Shape(int index) => Shapes[index <= 0 ? 0 : (index - 1 + ((index - 1) / Count)) % Count];

    private static readonly string[] Shapes =
    [
        "M4.6 0A4.6 4.6 0 1 1-4.6 0A4.6 4.6 0 1 1 4.6 0Z",
        "M-4.2-4.2H4.2V4.2H-4.2Z",
        "M0-5 5 4H-5Z",
        "M0-5.6 5.6 0 0 5.6-5.6 0Z",
        "M0 5-5-4H5Z",
        "M-2.7-4.7H2.7L5.4 0 2.7 4.7H-2.7L-5.4 0Z",
        "M0-5.8 1.7-1.8 6-1.6 2.6 1 3.7 5.2 0 2.8-3.7 5.2-2.6 1-6-1.6-1.7-1.8Z",
        "M-1.8-5.2h3.6v3.4h3.4v3.6H1.8v3.4h-3.6V1.8h-3.4v-3.6h3.4Z",
    ];
}
