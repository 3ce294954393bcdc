namespace Workbench.Tests.Shared;

/// <summary>The folder that a test worked in.</summary>
public static class TestFolder
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Deletes it. A page or a process that is being closed may finish a read meanwhile, and a reader of SQLite creates files.</summary>
    /// <exception cref="IOException">Something still writes there after ten seconds.</exception>
    public static void Delete(string path)
    {
        IOException? refused = null;
        if (!SpinWait.SpinUntil(() => Gone(path, out refused), Limit))
        {
            throw new IOException($"{path} cannot be deleted.", refused);
        }
    }

    private static bool Gone(string path, out IOException? refused)
    {
        refused = null;
        try
        {
            Directory.Delete(path, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return !Directory.Exists(path);
        }
        catch (IOException problem)
        {
            refused = problem;
            return false;
        }
    }
}
