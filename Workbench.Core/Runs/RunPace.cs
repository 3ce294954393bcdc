namespace Workbench.Core.Runs;

/// <summary>Tells the time left from the rate since this process took up the run.</summary>
internal sealed class RunPace(RunHeader run, TimeProvider time)
{
    private const int LeastCells = 5;
    private readonly long _start = time.GetTimestamp();
    private readonly int _left = run.Expected - run.Answered - run.Errors;
    private int _count;

    /// <summary>Counts one cell more.</summary>
    /// <returns>Null until there are enough to tell.</returns>
    public TimeSpan? Count()
    {
        var count = Interlocked.Increment(ref _count);
        return count < LeastCells ? null : time.GetElapsedTime(_start) / count * Math.Max(0, _left - count);
    }
}
