using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Workbench.Core.Inference.Templates;

/// <summary>Chat templates offered by name, for a file that has none or one that is not understood. Their texts are the files of the folder Named.</summary>
public static class NamedTemplates
{
    private const string Folder = "Workbench.Core.Inference.Templates.Named.";
    private const string Extension = ".jinja";

    private static readonly FrozenDictionary<string, string> Sources = typeof(NamedTemplates).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Folder.Length..^Extension.Length], Read, StringComparer.OrdinalIgnoreCase);

    public static ImmutableArray<string> Names { get; } = [.. Sources.Keys.Order(StringComparer.Ordinal)];

    /// <returns>Null if there is none of this name.</returns>
    public static string? Find(string name) => Sources.GetValueOrDefault(name);

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(NamedTemplates).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
