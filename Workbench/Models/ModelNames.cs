using System.Collections.Immutable;

namespace Workbench.Models;

/// <summary>Every name that a candidate's model may have: files first, then endpoints, then null runners.</summary>
/// <param name="adapters">LoRA adapters, which change a model and are none.</param>
public sealed class ModelNames(Func<IEnumerable<string>> files, Func<IEnumerable<string>> endpoints, Func<IEnumerable<string>>? adapters = null)
{
    public static readonly ImmutableArray<string> NullRunners = ["null:empty", "null:echo", "null:random", "null:refuse"];

    public ImmutableArray<string> Files => [.. files().Order(StringComparer.OrdinalIgnoreCase)];

    public ImmutableArray<string> Endpoints => [.. endpoints().Order(StringComparer.OrdinalIgnoreCase)];

    public ImmutableArray<string> Adapters => [.. (adapters?.Invoke() ?? []).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The demonstration models come with the program.</summary>
    public static bool IsDemonstration(string name) => name.StartsWith("demo-", StringComparison.Ordinal);

    /// <summary>What has a hue and shape of its own, in the order of them.</summary>
    public ImmutableArray<string> Coloured => Files.AddRange(Endpoints);

    /// <summary>One hue and shape wherever a model is named: by its place among the files and endpoints; 0 for null runners and unknown names.</summary>
    public int ColourOf(string name) => Coloured.IndexOf(name) + 1;
}
