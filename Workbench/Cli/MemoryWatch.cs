using System.Globalization;

namespace Workbench.Cli;

/// <summary>Looks at this process's memory again and again, and keeps what it was made of when it was largest.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private MemoryLook _largest = MemoryLook.Now();

    public MemoryWatch() => _watching = WatchAsync();

    /// <summary>The largest since the beginning, or since it was taken last.</summary>
    public MemoryLook Take() => Interlocked.Exchange(ref _largest, MemoryLook.Now());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var ticks = new PeriodicTimer(Pace);
        try
        {
            while (await ticks.WaitForNextTickAsync(_stop.Token))
            {
                var now = MemoryLook.Now();
                if (now.Whole > Volatile.Read(ref _largest).Whole)
                {
                    Volatile.Write(ref _largest, now);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody asks any more.
        }
    }
}

/// <summary>Memory of this process at one moment, in bytes. <see cref="Files"/> and <see cref="Code"/> are told apart on Linux only, and 0 elsewhere.</summary>
/// <param name="Whole">In physical memory.</param>
/// <param name="Heap">What the garbage collector holds, used or not.</param>
/// <param name="Live">Objects on it after the last collection.</param>
/// <param name="Files">Pages of programs and libraries.</param>
/// <param name="Code">Compiled methods and what the runtime knows of types: memory it maps twice.</param>
internal sealed record MemoryLook(long Whole, long Heap, long Live, long Files, long Code)
{
    private const string Status = "/proc/self/status";

    /// <summary>The database's pages, buffers, stacks and whatever else is on no managed heap.</summary>
    public long Native => Math.Max(0, Whole - Heap - Files - Code);

    public static MemoryLook Now()
    {
        var collector = GC.GetGCMemoryInfo();
        var lines = OperatingSystem.IsLinux() ? File.ReadAllLines(Status) : [];
        return new MemoryLook(Environment.WorkingSet, collector.TotalCommittedBytes, collector.HeapSizeBytes, Bytes(lines, "RssFile:"), Bytes(lines, "RssShmem:"));
    }

    private static long Bytes(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [_, var kilobytes, ..] ? long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 : 0;
}
