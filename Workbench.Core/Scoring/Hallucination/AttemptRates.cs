namespace Workbench.Core.Scoring.Hallucination;

/// <summary>Answers graded correct, made up or not attempted (Wei et al. 2024, SimpleQA), as shares of all that sum to 1.</summary>
public sealed record AttemptRates(double Correct, double MadeUp)
{
    public double NotAttempted => Math.Max(0, 1 - Correct - MadeUp);

    /// <summary>Correct among the attempted; null where nothing was attempted.</summary>
    public double? CorrectGivenAttempted => Correct + MadeUp > 0 ? Correct / (Correct + MadeUp) : null;

    /// <summary>Harmonic mean of correct and correct given attempted, 2C / (1 + C + M): pays neither for guessing nor for silence. 0 where nothing is correct.</summary>
    public double F => 2 * Correct / (1 + Correct + MadeUp);

    public static AttemptRates Of(int correct, int madeUp, int notAttempted)
    {
        double all = correct + madeUp + notAttempted;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(all);
        return new AttemptRates(correct / all, madeUp / all);
    }

    /// <summary>Mean points where a right answer pays 1, silence 0 and a wrong one costs t/(1−t) (Kalai et al. 2025): at t, answering pays only for who is more than t sure.</summary>
    /// <param name="threshold">0 (a wrong answer costs nothing) to below 1.</param>
    public double Penalised(double threshold)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(threshold, 1);
        return Correct - (MadeUp * threshold / (1 - threshold));
    }
}
