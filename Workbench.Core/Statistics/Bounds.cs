using System.Collections.Immutable;

namespace Workbench.Core.Statistics;

/// <summary>Both ends of an interval.</summary>
public readonly record struct Bounds(double Low, double High)
{
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>What both allow; where nothing is left, the point halfway between.</summary>
    public Bounds Within(Bounds other)
    {
        var (low, high) = (Math.Max(Low, other.Low), Math.Min(High, other.High));
        return low <= high ? new Bounds(low, high) : new Bounds((low + high) / 2, (low + high) / 2);
    }

    /// <summary>Each interval cut to all those before it: an always-valid sequence stays valid when it never widens.</summary>
    public static ImmutableArray<Bounds> Running(IEnumerable<Bounds> path)
    {
        var answer = ImmutableArray.CreateBuilder<Bounds>();
        foreach (var step in path)
        {
            answer.Add(answer.Count == 0 ? step : step.Within(answer[^1]));
        }

        return answer.ToImmutable();
    }
}
