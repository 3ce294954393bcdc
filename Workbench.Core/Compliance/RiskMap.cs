using System.Collections.Immutable;
using Workbench.Core.Labels;
using Workbench.Core.Runs;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>Where a candidate is how good: rates by language and region across, and by class or risk down.</summary>
/// <param name="Locales">In order of their names.</param>
/// <param name="Groups">Tags, in order.</param>
/// <param name="Cells">Those that were asked; one that is missing was not.</param>
public sealed record RiskMap(ImmutableArray<string> Locales, ImmutableArray<string> Groups, ImmutableDictionary<(string Group, string Locale), RiskCell> Cells)
{
    /// <param name="metric">A name of <see cref="ClauseMetric.Known"/>; the share for which it holds.</param>
    /// <param name="byLeaf">Single risks in place of classes.</param>
    public static RiskMap Of(RunHeader run, PromptSuite suite, IEnumerable<SampleResult> results, LabelSet labels, string candidate, string metric, bool byLeaf)
    {
        var asked = run.Limit is { } limit ? suite.Samples.Take(limit).ToImmutableArray() : suite.Samples;
        var answers = RunAnswers.Of(suite, asked, candidate, results.Where(result => result.Candidate == candidate)) with { Basis = new AssessmentBasis(labels, []) };
        var known = ClauseMetric.Known[metric];

        // Whether a refusal is right has a metric of its own: mixed with the content's it would say neither.
        var cells = asked.Where(sample => RiskTag.Leaf(sample) is not null && known.AppliesTo(suite, sample) && (known.Scorer is not null || sample.ShouldRefuse is null))
            .GroupBy(sample => (Group: byLeaf ? RiskTag.Leaf(sample)! : RiskTag.Class(RiskTag.Leaf(sample)!), Locale: Locale(sample)))
            .Select(group => (group.Key, Cell: Cell([.. group])))
            .Where(cell => known.Method != ClauseMethod.People || cell.Cell.Answers + cell.Cell.Unusable > 0)
            .ToImmutableDictionary(cell => cell.Key, cell => cell.Cell);
        return new RiskMap([.. cells.Keys.Select(key => key.Locale).Distinct().Order(StringComparer.Ordinal)], [.. cells.Keys.Select(key => key.Group).Distinct().Order(StringComparer.Ordinal)], cells);

        RiskCell Cell(ImmutableArray<Sample> samples)
        {
            var (observed, unusable) = ClauseAssessor.Observe(known, samples, answers);
            double? share = observed.IsEmpty ? null : (double)observed.Count(observation => observation.Counts) / observed.Length;
            return new RiskCell(share, ClauseAssessor.Rate(known, observed), observed.Length, unusable);
        }
    }

    /// <summary>Language, and the region where the sample names one: <c>zh-Hans</c>, <c>en CN</c>.</summary>
    public static string Locale(Sample sample) => sample.Region is { } region ? $"{sample.Language} {region}" : sample.Language;
}

/// <summary>One cell of the map.</summary>
/// <param name="Share">As counted, 0 to 1; null where no answer could be counted.</param>
/// <param name="Rate">With its interval, or the reason why there is none.</param>
/// <param name="Answers">Counted.</param>
/// <param name="Unusable">Missing, in error or unscored.</param>
public sealed record RiskCell(double? Share, Metric Rate, int Answers, int Unusable);
