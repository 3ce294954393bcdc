using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Compliance;

namespace Workbench.Core.Findings;

/// <summary>What a finding begins with when it is opened from a clause: the clause's numbers in the reader's language, and the answers that fail.</summary>
public sealed record FindingPrefill(Severity Severity, string Title, string Fact, ImmutableArray<SampleReference> Samples)
{
    /// <summary>Most of the failing answers that are named.</summary>
    public const int Named = 50;

    public static FindingPrefill Of(ClauseView view, CultureInfo culture)
    {
        var (clause, result) = (view.Clause, view.Result);
        var numbers = result.Estimate is { } estimate
            ? string.Create(culture, $" {clause.Metric} {estimate.Value:P1} ({estimate.Low:P1}–{estimate.High:P1}), n {result.N}{Limit(clause, culture)}.")
            : clause.MinN > 0 ? string.Create(culture, $" n {result.N} / {clause.MinN}.") : "";
        return new FindingPrefill(
            SeverityOf(view),
            $"{clause.Source.NumberIn(culture)} {clause.Title.In(culture)}".Trim(),
            $"{clause.Requirement.In(culture)}{Environment.NewLine}{view.Reason.In(culture)}{numbers}",
            [.. result.Failing.Take(Named)]);
    }

    /// <summary>A recommendation is minor; what was shown to fail, or fails by document, blocks; the rest is major.</summary>
    private static Severity SeverityOf(ClauseView view) => view switch
    {
        { Clause.Recommended: true } => Severity.Minor,
        { Verdict: Verdict.DoesNotConform, Result.Demonstrated: Demonstrated.ShownAgainst } or { Verdict: Verdict.DoesNotConform, Clause.Kind: not ClauseKind.Measured } => Severity.Blocking,
        { Verdict: Verdict.DoesNotConform } => Severity.Major,
        _ => Severity.Minor,
    };

    private static string Limit(Clause clause, CultureInfo culture) =>
        clause.Limit is { } limit ? string.Create(culture, $", {(limit.Comparison == Comparison.AtLeast ? "≥" : "≤")} {limit.Threshold:P1}") : "";
}
