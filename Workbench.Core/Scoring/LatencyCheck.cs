using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the answer took at most <c>most</c> seconds, and its first token came within <c>first</c> seconds; without either, only measured.
/// Time at the client: it holds queueing and, for an endpoint, the network.</summary>
public sealed class LatencyCheck : IScorer
{
    public string Kind => "latency";

    public ImmutableArray<Measure> Measures { get; } = [Measure.Amount("seconds"), Measure.Amount("first-token"), Measure.Amount("tokens-per-second")];

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.Output is not { } output)
        {
            return this.Unscored("NoTime");
        }

        var (seconds, first) = (output.Duration.TotalSeconds, output.TimeToFirstToken?.TotalSeconds);
        return Judge(spec, seconds, first).With([("seconds", seconds), ("first-token", first), ("tokens-per-second", output.TokensPerSecond)]);
    }

    private Score Judge(ScorerSpec spec, double seconds, double? first)
    {
        var text = seconds.ToString("0.###", CultureInfo.InvariantCulture);
        var (limited, limitedFirst) = (spec.Settings.ContainsKey("most"), spec.Settings.ContainsKey("first"));
        return !limited && !limitedFirst ? this.Measured("Took", text)
            : limited && seconds > spec.Number("most", 0) ? this.Incorrect(null, "TookLonger", text, spec.Setting("most", ""))
            : limitedFirst && first is null ? this.Unscored("NoFirstToken")
            : limitedFirst && first > spec.Number("first", 0) ? this.Incorrect(null, "FirstTokenLate", first.Value.ToString("0.###", CultureInfo.InvariantCulture), spec.Setting("first", ""))
            : this.Correct(null, "Took", text);
    }
}
