using System.Collections.Immutable;
using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Models.Fit;

/// <summary>How the numbers of the attention cache are stored.</summary>
public static class CacheType
{
    public static GgufTensorType F16 { get; } = GgufTensorType.Known[1];

    public static GgufTensorType F32 { get; } = GgufTensorType.Known[0];

    public static GgufTensorType Q8 { get; } = GgufTensorType.Known[8];

    /// <summary>Those the engine can keep a cache in, largest first.</summary>
    public static ImmutableArray<GgufTensorType> All { get; } = [.. ((int[])[0, 1, 30, 8, 7, 6, 3, 2]).Select(id => GgufTensorType.Known[id])];

    /// <param name="name">As the engine's option names it: <c>f16</c>, <c>q8_0</c>, …</param>
    /// <returns>Null for what is no such type.</returns>
    public static GgufTensorType? Find(string name) => All.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Bytes of <paramref name="numbers"/> numbers, whole blocks.</summary>
    internal static long Bytes(this GgufTensorType type, long numbers) => (numbers + type.BlockLength - 1) / type.BlockLength * type.BlockBytes;
}
