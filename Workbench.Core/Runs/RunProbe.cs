using System.Collections.Immutable;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>How long a candidate would take for a run, told from a few of its samples.</summary>
/// <param name="Answered">Samples asked.</param>
/// <param name="Low">From the quickest third of them; <paramref name="High"/> from the slowest. Asked one by one: a run asks several at once and is rarely slower.</param>
public sealed record RunProbe(string Candidate, int Answered, TimeSpan Low, TimeSpan High)
{
    /// <param name="times">Of each answer asked by itself.</param>
    /// <param name="cells">Answers of the whole run.</param>
    /// <param name="together">Answers asked at once in the run.</param>
    public static RunProbe Of(string candidate, ImmutableArray<TimeSpan> times, int cells, int together)
    {
        var sorted = times.Sort();
        var third = Math.Max(1, sorted.Length / 3);
        return new RunProbe(candidate, times.Length, Mean(sorted[..third]) * cells / Math.Max(1, together), Mean(sorted[^third..]) * cells);
    }

    /// <summary>Samples from all over the suite: neighbours are often alike.</summary>
    public static IEnumerable<Sample> Spread(ImmutableArray<Sample> samples, int count)
    {
        var most = Math.Min(count, samples.Length);
        return Enumerable.Range(0, most).Select(index => samples[(int)((index + 0.5) * samples.Length / most)]);
    }

    private static TimeSpan Mean(ImmutableArray<TimeSpan> times) => TimeSpan.FromTicks((long)times.Average(static time => time.Ticks));
}
