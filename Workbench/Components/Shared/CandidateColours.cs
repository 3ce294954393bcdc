using Workbench.Core.Inference;

namespace Workbench.Components.Shared;

/// <summary>Which hue and shape a candidate has: 1 to 8 by its place in the list, 0 (grey, hollow) for null runners.</summary>
public static class CandidateColours
{
    public const int Count = 8;

    /// <returns>Index by candidate name; the ninth candidate takes the first hue with the second shape, and so on.</returns>
    public static Dictionary<string, int> For(IEnumerable<Candidate> candidates)
    {
        var next = 1;
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            indexes.TryAdd(candidate.Name, candidate.IsNull ? 0 : next++);
        }

        return indexes;
    }

    public static string Class(int index) => index <= 0 ? "c0" : $"c{((index - 1) % Count) + 1}";

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
