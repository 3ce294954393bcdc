using Workbench.Core.Language;

namespace Workbench.Core.Models.Stores;

/// <summary>Searches folders with all below: each real folder once, whatever links lead to it; what cannot be read is a problem, not an end.</summary>
internal sealed class FolderWalk
{
    private const int MostDepth = 16;
    private const int MostEntries = 200_000;
    private const int MostProblems = 100;

    private static readonly EnumerationOptions Flat = new() { IgnoreInaccessible = false, MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = FileAttributes.System, ReturnSpecialDirectories = false };

    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private int _entries;

    public List<InputProblem> Problems { get; } = [];

    public void Report(InputProblem problem)
    {
        if (Problems.Count < MostProblems)
        {
            Problems.Add(problem);
        }
    }

    /// <summary>Model files below <paramref name="root"/>, stores of other programs by their own names.</summary>
    public IEnumerable<FoundFile> Find(string root, ModelStore store) => Find(root, root, store, 0);

    /// <summary>Files below a folder whose names fit.</summary>
    public IEnumerable<string> Files(string folder, string pattern) => Enter(folder, 0).SelectMany(inner => Entries(inner, () => Directory.GetFiles(inner, pattern, Flat)));

    public string[] Folders(string folder) => Entries(folder, () => Directory.GetDirectories(folder, "*", Flat));

    private IEnumerable<FoundFile> Find(string folder, string root, ModelStore store, int depth)
    {
        if (depth > MostDepth || !_visited.Add(RealPath(folder)))
        {
            return [];
        }

        if (OllamaStore.IsOne(folder))
        {
            return OllamaStore.Find(folder, root, this);
        }

        if (HuggingFaceStore.IsOne(folder))
        {
            return HuggingFaceStore.Find(folder, root, this);
        }

        var files = Entries(folder, () => Directory.GetFiles(folder, "*.gguf", Flat)).Select(file => new FoundFile(file, Origin(file, root, store)));
        return files.Concat(Folders(folder).SelectMany(inner => Find(inner, root, store, depth + 1)));
    }

    private static ModelOrigin Origin(string file, string root, ModelStore store) =>
        LmStudioStore.Repository(file) is { } repository ? new ModelOrigin(ModelStore.LmStudio, root, repository) : new ModelOrigin(store, root);

    private IEnumerable<string> Enter(string folder, int depth) =>
        depth > MostDepth || !_visited.Add(RealPath(folder)) ? [] : Folders(folder).SelectMany(inner => Enter(inner, depth + 1)).Prepend(folder);

    private string[] Entries(string folder, Func<string[]> list)
    {
        try
        {
            var entries = list();
            _entries += entries.Length;
            if (_entries <= MostEntries)
            {
                return entries;
            }

            Report(new InputProblem(new Phrase("Models.TooManyFiles", folder), folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(new InputProblem(new Phrase("Models.FolderNotReadable", FileWords.Of(exception)), folder));
        }

        return [];
    }

    private static string RealPath(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
        }
        catch (IOException)
        {
            // A link that leads in a circle: nothing lies behind it.
            return folder;
        }
    }
}
