using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Workbench.Core.Language;
using Workbench.Core.Models.Stores;

namespace Workbench.Core.Models;

/// <summary>The models in the configured folders and the demonstration models that ship with the workbench. A file that cannot be read is listed with its problem.</summary>
/// <param name="folders">Searched with all folders below; stores of Ollama, LM Studio and the Hugging Face hub among them are recognised.</param>
/// <param name="optional">Searched too where they are there.</param>
public sealed class ModelCatalog(IEnumerable<string> folders, IEnumerable<string>? optional = null) : IModelCatalog
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    private readonly ImmutableArray<string> _folders = [DemonstrationFolder, .. folders.Where(folder => !string.IsNullOrWhiteSpace(folder)).Select(Path.GetFullPath)];
    private readonly ImmutableArray<string> _optional = [.. (optional ?? []).Select(Path.GetFullPath)];
    private readonly ConcurrentDictionary<(string Path, string Stamp), ModelFile> _read = new();
    private readonly Lock _scanning = new();
    private CatalogScan? _last;

    /// <summary>Where the demonstration models lie.</summary>
    public static string DemonstrationFolder { get; } = Path.Combine(AppContext.BaseDirectory, "assets", "models");

    public ImmutableArray<string> Folders => [.. _folders.Concat(_optional).Distinct(StringComparer.Ordinal)];

    /// <summary>Every name of a model, of damaged files too, so that a page can show what is wrong with them. An adapter alone is no model that could be asked.</summary>
    public ImmutableArray<string> Names => [.. Recent().Models.Where(model => model.Facts?.Kind != Gguf.GgufKind.Adapter).Select(model => model.Name)];

    /// <summary>Names of the LoRA adapters.</summary>
    public ImmutableArray<string> Adapters => [.. Recent().Models.Where(model => model.Facts?.Kind == Gguf.GgufKind.Adapter).Select(model => model.Name)];

    /// <summary>Every model, demonstration models first, then by folder and name. Headers are read again only when a file changed.</summary>
    public ImmutableArray<ModelFile> Scan() => Search().Models;

    /// <summary>As <see cref="Scan"/>, with what could not be read.</summary>
    public CatalogScan Search()
    {
        lock (_scanning)
        {
            var watch = Stopwatch.StartNew();
            var walk = new FolderWalk();
            foreach (var missing in _folders.Where(folder => !Directory.Exists(folder)))
            {
                walk.Report(new InputProblem(new Phrase("Models.NoFolder", missing), missing));
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            var found = ImmutableArray.CreateBuilder<ModelFile>();
            ImmutableArray<string> there = [.. Folders.Where(Directory.Exists)];
            foreach (var folder in there)
            {
                var store = folder == DemonstrationFolder ? ModelStore.Demonstration : ModelStore.Folder;
                found.AddRange(walk.Find(folder, store).Where(file => IsFirstPart(file.Path) && seen.Add(Target(file.Path))).Select(Read).OrderBy(model => model.Name, StringComparer.OrdinalIgnoreCase));
            }

            return _last = new CatalogScan(WithUniqueNames(found.ToImmutable()), [.. walk.Problems], there, DateTimeOffset.UtcNow, watch.Elapsed);
        }
    }

    /// <summary>The last search, unless it is more than moments old.</summary>
    public CatalogScan Recent() => Volatile.Read(ref _last) is { } last && DateTimeOffset.UtcNow - last.At < Fresh ? last : Search();

    /// <summary>A model by its catalogue name (case does not matter) or by the path of a file anywhere.</summary>
    /// <exception cref="InputException">Neither is there; the problem names the nearest names.</exception>
    public ModelFile Find(string nameOrPath)
    {
        var catalogued = Recent().Models;
        if (catalogued.FirstOrDefault(model => string.Equals(model.Name, nameOrPath, StringComparison.OrdinalIgnoreCase)) is { } byName)
        {
            return byName;
        }

        if (File.Exists(nameOrPath))
        {
            var full = Path.GetFullPath(nameOrPath);
            return catalogued.FirstOrDefault(model => model.Path == full) ?? ModelFile.Read(full);
        }

        throw new InputException(new InputProblem(new Phrase("Models.NotFound", nameOrPath), Field: "model", Hint: new Phrase("Models.KnownNames", string.Join(", ", catalogued.Take(12).Select(model => model.Name)))));
    }

    public string? FindPath(string name) => Recent().Models.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase))?.Path;

    private ModelFile Read(FoundFile found)
    {
        var model = IsThere(found.Path) ? _read.GetOrAdd((found.Path, ModelFile.Stamp(found.Path)), static key => ModelFile.Read(key.Path)) : ModelFile.Unreadable(found.Path);
        return model with { Name = found.Name ?? model.Name, Origin = found.Origin };
    }

    // The system calls a link a file even where it leads nowhere.
    private static bool IsThere(string path)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is null or { Exists: true };
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Of a split model whose first part is missing, the first part there is stands for it.
    private static bool IsFirstPart(string path) =>
        SplitFiles.Parse(path) is not { } split || SplitFiles.All(path, split.Count).FirstOrDefault(File.Exists) is not { } first || Path.GetFileName(first) == Path.GetFileName(path);

    private static string Target(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // A link that leads in a circle stands for itself, and is listed as broken.
            return path;
        }
    }

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
