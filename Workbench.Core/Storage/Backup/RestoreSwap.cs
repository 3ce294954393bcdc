using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Backup;

/// <summary>Puts a restored workspace in the place of what is there. It may be killed at any moment: whoever opens the workspace next finishes what had begun.</summary>
/// <param name="Aside">Name of the folder that takes what was there.</param>
/// <param name="Id">Of the restore; its entry in the log has it.</param>
/// <param name="Entry">Index of that entry.</param>
/// <param name="InDatabase">The database is a server's: files follow only if it was committed.</param>
/// <param name="Phase"><c>aside</c>, then <c>in</c>.</param>
internal sealed record RestoreSwap(string Aside, string Id, long Entry, bool InDatabase, string Phase)
{
    private const string Marker = "swap.json";
    private const string New = "new";

    private static readonly string[] Staying = [WorkspaceFiles.Restoring, WorkspaceFiles.Backups, "use.lock", "migration.lock"];

    public static string Staging(string folder) => Path.Combine(folder, WorkspaceFiles.Restoring, New);

    public static RestoreSwap? Find(string folder)
    {
        var marker = Path.Combine(folder, WorkspaceFiles.Restoring, Marker);
        return File.Exists(marker) ? JsonSerializer.Deserialize<RestoreSwap>(File.ReadAllBytes(marker)) : null;
    }

    /// <summary>From here on the swap will happen, whatever happens to this process.</summary>
    public void Begin(string folder)
    {
        var marker = Path.Combine(folder, WorkspaceFiles.Restoring, Marker);
        var half = marker + ".part";
        using (var file = new FileStream(half, FileMode.Create, FileAccess.Write))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(this));
            file.Flush(flushToDisk: true);
        }

        File.Move(half, marker, overwrite: true);
    }

    public void Finish(string folder)
    {
        if (Phase == "aside")
        {
            var aside = Path.Combine(folder, Aside);
            Directory.CreateDirectory(aside);
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(Goes).ToList())
            {
                Directory.Move(entry.FullName, Path.Combine(aside, entry.Name));
            }

            (this with { Phase = "in" }).Begin(folder);
        }

        foreach (var entry in new DirectoryInfo(Staging(folder)).EnumerateFileSystemInfos().ToList())
        {
            Directory.Move(entry.FullName, Path.Combine(folder, entry.Name));
        }

        Discard(folder);
    }

    public static void Discard(string folder)
    {
        var work = Path.Combine(folder, WorkspaceFiles.Restoring);
        if (Directory.Exists(work))
        {
            // The marker first: what is half deleted is nothing to be finished.
            File.Delete(Path.Combine(work, Marker));
            Directory.Delete(work, recursive: true);
        }
    }

    private static bool Goes(FileSystemInfo entry) => !Staying.Contains(entry.Name) && !entry.Name.StartsWith(WorkspaceFiles.Aside, StringComparison.Ordinal);
}
