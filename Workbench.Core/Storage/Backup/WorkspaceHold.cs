using Workbench.Core.Language;

namespace Workbench.Core.Storage.Backup;

/// <summary>Says that a process uses a workspace. Any number may; a restore needs it for itself. The operating system lets go when a process dies.</summary>
public sealed class WorkspaceHold : IDisposable
{
    private readonly FileStream _file;

    private WorkspaceHold(FileStream file) => _file = file;

    /// <exception cref="InputException">A restore has it.</exception>
    public static WorkspaceHold Share(Workspace workspace) => TryTake(workspace.Folder, FileShare.Read)
        ?? throw new InputException(new InputProblem(new Phrase("Storage.BeingRestored"), workspace.Folder));

    /// <returns>Null while another process uses the workspace.</returns>
    internal static WorkspaceHold? TryAlone(string folder) => TryTake(folder, FileShare.None);

    public void Dispose() => _file.Dispose();

    private static WorkspaceHold? TryTake(string folder, FileShare share)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "use.lock");
        try
        {
            return new WorkspaceHold(new FileStream(file, FileMode.OpenOrCreate, FileAccess.Read, share));
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }
}
