namespace Workbench.Core.Storage.Backup;

/// <summary>Files in a workspace's folder that a backup holds: everything people put there but models, and nothing that is made again or secret.</summary>
internal static class WorkspaceFiles
{
    /// <summary>Where the Settings page keeps backups.</summary>
    public const string Backups = "backups";

    /// <summary>Work in progress of a restore, and its place in the folder.</summary>
    public const string Restoring = ".restore";

    /// <summary>Beginning of the folder that holds what a restore replaced.</summary>
    public const string Aside = "before-restore-";

    /// <param name="path">Below the workspace's folder, with <c>/</c>.</param>
    public static bool IsKept(string path)
    {
        var first = path.Split('/')[0].ToLowerInvariant();
        return first is not ("keys" or Backups or "cache.db" or "cache.db-wal" or "cache.db-shm")
            && !first.StartsWith('.') && !first.StartsWith(Aside, StringComparison.Ordinal)
            && !first.StartsWith("workbench.db", StringComparison.Ordinal)
            && !(!path.Contains('/', StringComparison.Ordinal) && first.EndsWith(".lock", StringComparison.Ordinal))
            && !path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".part", StringComparison.OrdinalIgnoreCase);
    }

    /// <returns>Paths below <paramref name="folder"/> with <c>/</c>, in order. Links are not followed: what they lead to may be anything.</returns>
    public static IReadOnlyList<string> In(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device, IgnoreInaccessible = false };
        return [.. Directory.EnumerateFiles(folder, "*", options).Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/')).Where(IsKept).Order(StringComparer.Ordinal)];
    }
}
