using System.Diagnostics;
using System.Runtime;

namespace Workbench.Cli;

/// <summary>What this process has used since it began, or between two moments.</summary>
/// <param name="Busy">Processor time of all threads.</param>
/// <param name="Compiling">Part of it that went into compiling methods.</param>
/// <param name="Paused">Clock time in which collections held all threads.</param>
/// <param name="Allocated">Bytes.</param>
internal sealed record ProcessCosts(TimeSpan Clock, TimeSpan Busy, TimeSpan Compiling, TimeSpan Paused, int Collections, long Allocated)
{
    public static ProcessCosts Now() => new(
        Stopwatch.GetElapsedTime(0),
        Environment.CpuUsage.TotalTime,
        JitInfo.GetCompilationTime(),
        GC.GetTotalPauseDuration(),
        GC.CollectionCount(0),
        GC.GetTotalAllocatedBytes());

    public static ProcessCosts operator -(ProcessCosts after, ProcessCosts before) => new(
        after.Clock - before.Clock,
        after.Busy - before.Busy,
        after.Compiling - before.Compiling,
        after.Paused - before.Paused,
        after.Collections - before.Collections,
        after.Allocated - before.Allocated);
}
