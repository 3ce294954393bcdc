using System.Collections.Immutable;
using System.Text.Json;

namespace Workbench.Core.Inference.Clients;

/// <summary>Reads the answer of <c>/v1/embeddings</c>.</summary>
internal static class EmbeddingsAnswer
{
    /// <returns>Vectors of length one, in the order of the texts.</returns>
    /// <exception cref="InvalidOperationException">Not one finite vector other than zero for each text, or of different sizes.</exception>
    public static ImmutableArray<ImmutableArray<float>> Read(JsonElement root, int count)
    {
        var vectors = root.GetProperty("data").EnumerateArray()
            .OrderBy(static item => item.GetProperty("index").GetInt32())
            .Select(static item => Unit([.. item.GetProperty("embedding").EnumerateArray().Select(static value => value.GetSingle())]))
            .ToImmutableArray();
        return vectors.Length == count && vectors.All(vector => vector.Length == vectors[0].Length)
            ? vectors
            : throw new InvalidOperationException("data");
    }

    private static ImmutableArray<float> Unit(ImmutableArray<float> vector)
    {
        var length = Math.Sqrt(vector.Sum(static value => (double)value * value));
        return double.IsFinite(length) && length > 0
            ? [.. vector.Select(value => (float)(value / length))]
            : throw new InvalidOperationException("embedding");
    }
}
