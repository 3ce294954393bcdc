using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Workbench.Core.Inference.Engine;

/// <summary>Ends this process when the one that started it is gone, whatever way it went.</summary>
/// <remarks>
/// The kernel's own death signal is not used: it fires when the <em>thread</em> that started the child ends, and pool threads come and go.
/// The parent's number is asked for instead: it changes at once, also while the dead parent is not yet reaped.
/// </remarks>
internal static partial class ParentProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static void Follow(int parent)
    {
        var thread = new Thread(() => Watch(parent)) { Name = "parent", IsBackground = true };
        thread.Start();
    }

    private static void Watch(int parent)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && getppid() == parent)
            {
                while (getppid() == parent)
                {
                    Thread.Sleep(Interval);
                }
            }
            else
            {
                using var process = Process.GetProcessById(parent);
                process.WaitForExit();
            }
        }
        catch (ArgumentException)
        {
            // No such process: it ended before it could be watched.
        }

        Process.GetCurrentProcess().Kill();
    }

    [LibraryImport("libc")]
    private static partial int getppid();
}
