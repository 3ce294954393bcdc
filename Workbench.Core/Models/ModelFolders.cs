using System.Collections.Immutable;

namespace Workbench.Core.Models;

/// <summary>GGUF files lying in given folders, each called by its file name without the ending.</summary>
public sealed class ModelFolders(ImmutableArray<string> folders) : IModelCatalog
{
    public ImmutableArray<string> Names =>
    [
        .. folders.Where(Directory.Exists)
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.gguf"))
            .Select(static path => Path.GetFileNameWithoutExtension(path))
            .Distinct(StringComparer.Ordinal),
    ];

    public string? FindPath(string name) => Path.GetFileName(name) != name
        ? null
        : folders.Select(folder => Path.GetFullPath(Path.Combine(folder, name + ".gguf"))).FirstOrDefault(File.Exists);
}
