using System.Globalization;
using System.Text.RegularExpressions;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>Something asked of a run's metrics: <c>demo-knows:claim-outcome.made-up&lt;0.1</c>, <c>low(claim-outcome.accuracy)>=0.9</c>.</summary>
/// <param name="Candidate">Null asks it of every candidate that has a model.</param>
/// <param name="End">Which number of the estimate is compared: <c>value</c>, <c>low</c> or <c>high</c>.</param>
public sealed partial record GateExpression(string Text, string? Candidate, string End, string Metric, string Comparison, double Threshold)
{
    // As a person would call it who has not looked the name up.
    private const string RefusalRate = "refusal.rate";

    /// <exception cref="InputException">Not of this form.</exception>
    public static GateExpression Parse(string text)
    {
        var match = Form().Match(text.Trim());
        if (!match.Success || (match.Groups["end"].Success != match.Groups["close"].Success))
        {
            throw new InputException(new InputProblem(new Phrase("Runs.GateForm", text), Field: "--gate", Hint: new Phrase("Runs.GateExpected")));
        }

        return new GateExpression(
            text,
            match.Groups["candidate"] is { Success: true } candidate ? candidate.Value : null,
            match.Groups["end"] is { Success: true } end ? end.Value : "value",
            match.Groups["metric"].Value is RefusalRate ? "refusal.refused" : match.Groups["metric"].Value,
            match.Groups["comparison"].Value,
            double.Parse(match.Groups["threshold"].Value, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    /// <summary>Refuses what can't hold or fail whatever is answered, before anything is asked.</summary>
    /// <exception cref="InputException">No such candidate, or a scorer that no sample has.</exception>
    public void Check(PromptSuite suite, IEnumerable<string> candidates)
    {
        if (Candidate is { } name && !candidates.Contains(name, StringComparer.Ordinal))
        {
            throw Refuse("Runs.NoSuchCandidate", name);
        }

        List<string> kinds = [.. suite.Samples.SelectMany(sample => ScorerRegistry.Specs(suite, sample)).Select(spec => spec.Kind).Distinct(StringComparer.Ordinal)];
        if (kinds.Count > 1)
        {
            kinds.Add(OverallScores.Kind);
        }

        if (!kinds.Exists(kind => Metric.StartsWith($"{kind}.", StringComparison.Ordinal)))
        {
            throw Refuse("Runs.NoSuchMetric", Metric, new Phrase("Runs.MetricsBegin", string.Join(", ", kinds)));
        }
    }

    /// <summary>Whether it holds for each candidate it is asked of. A metric without an estimate never holds.</summary>
    /// <exception cref="InputException">No such candidate or metric in the run.</exception>
    public bool Holds(RunSummary run)
    {
        var asked = run.Candidates.Where(each => Candidate is null ? !each.Candidate.IsNull : each.Candidate.Name == Candidate).ToList();
        if (asked.Count == 0)
        {
            asked = Candidate is null ? [.. run.Candidates] : throw Refuse("Runs.NoSuchCandidate", Candidate);
        }

        return asked.TrueForAll(each => Holds(each.Metric(Metric) ?? throw Refuse("Runs.NoSuchMetric", Metric, new Phrase("Runs.MetricsAre", run.Run.Id, string.Join(", ", each.Metrics.Select(metric => metric.Name))))));
    }

    private bool Holds(Statistics.Metric metric)
    {
        if (metric.Estimate is not { } estimate)
        {
            return false;
        }

        var number = End switch { "low" => estimate.Low, "high" => estimate.High, _ => estimate.Value };
        return Comparison switch
        {
            "<" => number < Threshold,
            "<=" => number <= Threshold,
            ">" => number > Threshold,
            _ => number >= Threshold,
        };
    }

    private InputException Refuse(string key, string name, Phrase? hint = null) => new(new InputProblem(new Phrase(key, name), Field: $"--gate {Text}", Hint: hint));

    [GeneratedRegex(@"^(?:(?<end>low|high)\()?(?:(?<candidate>[^<>=()]+):)?(?:(?<end>low|high)\()?(?<metric>[a-z0-9-]+\.[a-z0-9-]+)(?<close>\))?\s*(?<comparison><=|>=|<|>)\s*(?<threshold>-?\d+(?:\.\d+)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
