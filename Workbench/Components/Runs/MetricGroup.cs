using System.Collections.Immutable;

namespace Workbench.Components.Runs;

/// <summary>The measures of one scorer by name: those to look at first, and the rest.</summary>
/// <param name="First">The one that says most and, where it is worth only as much as it is better than a cheap one, its baselines.</param>
public sealed record MetricGroup(string Scorer, ImmutableArray<string> First, ImmutableArray<string> Rest)
{
    private static readonly string[] Headlines = ["made-up", "auroc", "refused-due", "f1", "accuracy"];
    private static readonly string[] Drawn = ["right-at-", "stated-at-"];

    public IEnumerable<string> All => First.Concat(Rest);

    /// <summary>In order of the suite's scorers. Bins of the reliability diagram are left to it.</summary>
    public static ImmutableArray<MetricGroup> Of(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).Where(name => !Drawn.Any(Metric(name).StartsWith)).GroupBy(Kind, StringComparer.Ordinal).Select(group => Of(group.Key, [.. group]))];

    public static string Kind(string name) => name[..Math.Max(0, name.LastIndexOf('.'))];

    public static string Metric(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static MetricGroup Of(string scorer, ImmutableArray<string> names)
    {
        var head = Headlines.Select(metric => names.FirstOrDefault(name => Metric(name) == metric)).FirstOrDefault(name => name is not null) ?? names[0];
        ImmutableArray<string> first = [head, .. names.Where(name => name.StartsWith($"{head}-", StringComparison.Ordinal) && Metric(head) == "auroc")];
        return new MetricGroup(scorer, first, names.RemoveRange(first));
    }
}
