using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Models;

/// <summary>The models in the configured folders and the demonstration models that ship with the workbench. A file that cannot be read is listed with its problem.</summary>
/// <param name="folders">Searched with all folders below; one that is not there is skipped.</param>
public sealed class ModelCatalog(IEnumerable<string> folders) : IModelCatalog
{
    private const int MostDepth = 16;

    private readonly ImmutableArray<string> _folders = [DemonstrationFolder, .. folders.Where(folder => !string.IsNullOrWhiteSpace(folder)).Select(Path.GetFullPath)];
    private readonly ConcurrentDictionary<(string Path, long Bytes, DateTime Changed, DateTime CardChanged), ModelFile> _read = new();

    /// <summary>Where the demonstration models lie.</summary>
    public static string DemonstrationFolder { get; } = Path.Combine(AppContext.BaseDirectory, "assets", "models");

    public ImmutableArray<string> Folders => _folders;

    /// <summary>Every model, demonstration models first, then by name. Headers are read again only when a file changed.</summary>
    public ImmutableArray<ModelFile> Scan()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = ImmutableArray.CreateBuilder<ModelFile>();
        foreach (var folder in _folders.Where(Directory.Exists))
        {
            found.AddRange(Files(folder).Where(path => seen.Add(Target(path))).Select(Read).OrderBy(file => file.Name, StringComparer.OrdinalIgnoreCase));
        }

        return WithUniqueNames(found.ToImmutable());
    }

    /// <summary>A model by its catalogue name (case does not matter) or by the path of a file anywhere.</summary>
    /// <exception cref="InputException">Neither is there; the problem names the nearest names.</exception>
    public ModelFile Find(string nameOrPath)
    {
        var catalogued = Scan();
        if (catalogued.FirstOrDefault(model => string.Equals(model.Name, nameOrPath, StringComparison.OrdinalIgnoreCase)) is { } byName)
        {
            return byName;
        }

        if (File.Exists(nameOrPath))
        {
            var full = Path.GetFullPath(nameOrPath);
            return catalogued.FirstOrDefault(model => model.Path == full) ?? Read(full);
        }

        throw new InputException(new InputProblem(new Phrase("Models.NotFound", nameOrPath), Field: "model", Hint: new Phrase("Models.KnownNames", string.Join(", ", catalogued.Take(12).Select(model => model.Name)))));
    }

    /// <summary>Every catalogued name, of damaged files too, so that a page can show what is wrong with them.</summary>
    public ImmutableArray<string> Names => [.. Scan().Select(model => model.Name)];

    public string? FindPath(string name) => Scan().FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase))?.Path;

    private ModelFile Read(string path)
    {
        var file = new FileInfo(path);
        var key = (path, file.Length, file.LastWriteTimeUtc, File.GetLastWriteTimeUtc(ModelCard.PathBeside(path)));
        return SplitFiles.Parse(path) is null ? _read.GetOrAdd(key, static key => ModelFile.Read(key.Path)) : ModelFile.Read(path);
    }

    private static IEnumerable<string> Files(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MostDepth, IgnoreInaccessible = true, MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = FileAttributes.System };
        return Directory.EnumerateFiles(folder, "*.gguf", options).Where(path => File.Exists(path) && IsFirstPart(path));
    }

    // Of a split model whose first part is missing, the first part there is stands for it.
    private static bool IsFirstPart(string path) =>
        SplitFiles.Parse(path) is not { } split || SplitFiles.All(path, split.Count).FirstOrDefault(File.Exists) is not { } first || Path.GetFileName(first) == Path.GetFileName(path);

    private static string Target(string path) => new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;

    private static ImmutableArray<ModelFile> WithUniqueNames(ImmutableArray<ModelFile> models)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. models.Select(model => model with { Name = Free(model) })];

        string Free(ModelFile model)
        {
            var name = model.Name;
            for (var folder = Path.GetDirectoryName(model.Path); !taken.Add(name) && !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                name = $"{Path.GetFileName(folder)}/{name}";
            }

            return name;
        }
    }
}
