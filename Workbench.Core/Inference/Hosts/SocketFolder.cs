using System.Diagnostics;
using System.Globalization;

namespace Workbench.Core.Inference.Hosts;

/// <summary>A short folder that only its owner may enter (mode 700), for the sockets of one workbench. A socket's path may have about 100 bytes.</summary>
internal sealed class SocketFolder : IDisposable
{
    private const string Prefix = "wb-";
    private const int LongestPath = 90;

    private readonly string _folder;
    private int _next;

    public SocketFolder()
    {
        Sweep(System.IO.Path.GetTempPath());
        var prefix = $"{Prefix}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-";
        var folder = Directory.CreateTempSubdirectory(prefix).FullName;
        if (folder.Length > LongestPath - 10 && !OperatingSystem.IsWindows())
        {
            Directory.Delete(folder);
            folder = System.IO.Path.Combine("/tmp", prefix + System.IO.Path.GetRandomFileName()[..6]);
        }

        _folder = folder;
    }

    public string Path => _folder;

    /// <summary>A path for one more socket. The folder is made again if the system tidied it away.</summary>
    public string NextSocket()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return System.IO.Path.Combine(_folder, Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture));
    }

    public void Dispose() => Delete(_folder);

    // A workbench that was killed leaves its folder; its number, no longer running, says so.
    private static void Sweep(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            if (int.TryParse(System.IO.Path.GetFileName(folder).Split('-')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var owner) && !IsRunning(owner))
            {
                Delete(folder);
            }
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's, or already gone: an empty folder more in the temporary one does no harm.
        }
    }
}
