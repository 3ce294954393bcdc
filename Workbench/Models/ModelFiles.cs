using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Models;

namespace Workbench.Models;

/// <summary>Facts of one model file for the page that lists them.</summary>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Metadata">Fields of the header, in the file's order.</param>
/// <param name="Card">Text of the model card beside the file; null when there is none.</param>
/// <param name="Problems">What is wrong with the file; empty for one that can be loaded.</param>
public sealed record ModelFile(
    string Name,
    string Path,
    long Bytes,
    string? Architecture,
    string? Quantisation,
    long? Parameters,
    long? Context,
    string? License,
    ImmutableArray<(string Key, string Value)> Metadata,
    string? Card,
    ImmutableArray<InputProblem> Problems);

/// <summary>The files of the catalogue with their facts; each header is read once for as long as the file stays as it is.</summary>
public sealed class ModelFiles(IModelCatalog catalog)
{
    private readonly ConcurrentDictionary<string, (DateTime Written, long Length, ModelFile File)> _known = new();

    /// <summary>By name.</summary>
    public ImmutableArray<ModelFile> List() =>
        [.. catalog.Names.Order(StringComparer.OrdinalIgnoreCase).Select(name => catalog.FindPath(name) is { } path ? Read(name, path) : null).OfType<ModelFile>()];

    private ModelFile Read(string name, string path)
    {
        var info = new FileInfo(path);
        if (_known.TryGetValue(path, out var known) && known.Written == info.LastWriteTimeUtc && known.Length == info.Length)
        {
            return known.File;
        }

        var file = ModelFileFacts.Read(name, info);
        _known[path] = (info.LastWriteTimeUtc, info.Length, file);
        return file;
    }
}
