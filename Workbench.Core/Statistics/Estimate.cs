using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>A number measured from samples, with the interval it may be off by.</summary>
/// <param name="Value">Point estimate, in the unit of the quantity (rates: 0 to 1).</param>
/// <param name="Low">Lower end of the interval, at most <paramref name="Value"/>.</param>
/// <param name="High">Upper end of the interval, at least <paramref name="Value"/>.</param>
/// <param name="N">Number of observations.</param>
/// <param name="Clusters">Number of independent groups of observations; null when each stands alone.</param>
/// <param name="Method">How the interval was computed, for example <c>wilson-clustered</c>.</param>
/// <param name="Confidence">Nominal coverage, 0 to 1.</param>
public sealed record Estimate(double Value, double Low, double High, int N, int? Clusters, string Method, double Confidence = 0.95);

/// <summary>An estimate, or the reason why none can be given. Never 0 or NaN for "unknown".</summary>
/// <param name="Name"><c>scorer.metric</c>, for example <c>claim-outcome.made-up</c>.</param>
public sealed record Metric(string Name, Estimate? Estimate, Phrase? Reason = null);
