namespace Workbench.Core.Scoring.Hallucination;

/// <summary>How many facts of a long answer are borne out, and how many there are.</summary>
public static class FactPrecision
{
    /// <summary>F1@K of LongFact (Wei et al. 2024): precision S/(S+N) and recall min(S/K, 1) of S facts borne out and N not; 0 where none is borne out.</summary>
    /// <param name="wanted">K, how many facts a good answer holds.</param>
    public static double AtK(int supported, int unsupported, int wanted)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wanted);
        if (supported == 0)
        {
            return 0;
        }

        var (precision, recall) = ((double)supported / (supported + unsupported), Math.Min(1, (double)supported / wanted));
        return 2 * precision * recall / (precision + recall);
    }

    /// <summary>FActScore (Min et al. 2023): share borne out, times e^(1 − γ/n) for answers of fewer than γ facts; null without facts.</summary>
    public static double? Penalised(int supported, int facts, int least = 10) =>
        facts == 0 ? null : (double)supported / facts * (facts < least ? Math.Exp(1 - ((double)least / facts)) : 1);
}
