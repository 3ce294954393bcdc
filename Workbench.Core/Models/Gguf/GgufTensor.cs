using System.Collections.Immutable;

namespace Workbench.Core.Models.Gguf;

/// <summary>One tensor as the header describes it.</summary>
/// <param name="Shape">Numbers along each dimension, the row length first; one to four, each at least 1.</param>
/// <param name="Offset">Bytes from the start of the data section.</param>
/// <param name="Bytes">Bytes it takes, without padding.</param>
public sealed record GgufTensor(string Name, ImmutableArray<long> Shape, GgufTensorType Type, long Offset, long Bytes)
{
    /// <summary>How many numbers it holds.</summary>
    public long Elements { get; } = Shape.Aggregate(1L, (product, size) => product * size);

    public bool Equals(GgufTensor? other) => other is not null && Name == other.Name && Type == other.Type && Offset == other.Offset && Shape.SequenceEqual(other.Shape);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
