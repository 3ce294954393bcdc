namespace Workbench.Core.Models.Stores;

/// <summary>The Hugging Face hub's cache: <c>models--OWNER--NAME/snapshots/REVISION/FILE</c>, each file a link to a blob.</summary>
internal static class HuggingFaceStore
{
    private const string Prefix = "models--";

    public static bool IsOne(string folder) => Path.GetFileName(folder).StartsWith(Prefix, StringComparison.Ordinal) && Directory.Exists(Path.Combine(folder, "snapshots"));

    /// <summary>Newest revision first, so that a file that several share is named by the newest.</summary>
    public static IEnumerable<FoundFile> Find(string folder, string root, FolderWalk walk)
    {
        var repository = Path.GetFileName(folder)[Prefix.Length..].Replace("--", "/", StringComparison.Ordinal);
        foreach (var snapshot in walk.Folders(Path.Combine(folder, "snapshots")).OrderByDescending(Directory.GetLastWriteTimeUtc))
        {
            foreach (var file in walk.Files(snapshot, "*.gguf").Order(StringComparer.Ordinal))
            {
                yield return new FoundFile(file, new ModelOrigin(ModelStore.HuggingFace, root, repository, Path.GetFileName(snapshot)));
            }
        }
    }
}
