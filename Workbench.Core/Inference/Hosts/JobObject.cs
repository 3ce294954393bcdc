using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Workbench.Core.Inference.Hosts;

/// <summary>On Windows, the job whose processes the system ends with this one, whatever way it goes. Elsewhere hosts watch their parent themselves, as they do on Windows too.</summary>
internal static unsafe partial class JobObject
{
    private const int ExtendedLimits = 9;
    private const uint KillOnClose = 0x2000;

    // Never closed: the system closes it with this process, and that is what ends the hosts.
    private static readonly Lazy<nint> Job = new(Create);

    /// <summary>A process that can't be taken still watches its parent.</summary>
    public static void Take(Process process)
    {
        if (OperatingSystem.IsWindows() && Job.Value != 0)
        {
            _ = AssignProcessToJobObject(Job.Value, process.Handle);
        }
    }

    private static nint Create() => OperatingSystem.IsWindows() ? CreateOnWindows() : 0;

    [SupportedOSPlatform("windows")]
    private static nint CreateOnWindows()
    {
        var job = CreateJobObjectW(0, 0);
        var limits = new Limits { Flags = KillOnClose };
        return job != 0 && SetInformationJobObject(job, ExtendedLimits, &limits, (uint)sizeof(Limits)) != 0 ? job : 0;
    }

    [LibraryImport("kernel32")]
    private static partial nint CreateJobObjectW(nint attributes, nint name);

    [LibraryImport("kernel32")]
    private static partial int SetInformationJobObject(nint job, int kind, Limits* limits, uint length);

    [LibraryImport("kernel32")]
    private static partial int AssignProcessToJobObject(nint job, nint process);

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public long ProcessTime;
        public long JobTime;
        public uint Flags;
        public nuint LeastWorkingSet;
        public nuint MostWorkingSet;
        public uint ActiveProcesses;
        public nuint Affinity;
        public uint Priority;
        public uint Scheduling;
        public fixed ulong Counters[6];
        public nuint ProcessMemory;
        public nuint JobMemory;
        public nuint PeakProcessMemory;
        public nuint PeakJobMemory;
    }
}
