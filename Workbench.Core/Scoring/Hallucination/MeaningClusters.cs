using System.Collections.Immutable;

namespace Workbench.Core.Scoring.Hallucination;

/// <summary>What one answer says about another.</summary>
public enum Entailment
{
    Contradiction = 0,
    Neutral = 1,
    Entails = 2,
}

/// <summary>Which answers mean the same (Farquhar et al. 2024): each answer joins the first earlier one without a cluster of its own that means the same.
/// The relation is asked for, so that exact match, a judge or an entailment model can give it.</summary>
public static class MeaningClusters
{
    /// <summary>Cluster numbers from 0, in order of appearance. An answer that has a cluster keeps it (the published code lets a later one take it).</summary>
    public static ImmutableArray<int> Of(int answers, Func<int, int, bool> same)
    {
        var clusters = Enumerable.Repeat(-1, answers).ToArray();
        var next = 0;
        for (var i = 0; i < answers; i++)
        {
            if (clusters[i] >= 0)
            {
                continue;
            }

            clusters[i] = next++;
            for (var j = i + 1; j < answers; j++)
            {
                if (clusters[j] < 0 && same(i, j))
                {
                    clusters[j] = clusters[i];
                }
            }
        }

        return [.. clusters];
    }

    /// <summary>Equal text means the same; needs no judge.</summary>
    public static ImmutableArray<int> ByText(IReadOnlyList<string> answers) => Of(answers.Count, (i, j) => answers[i] == answers[j]);

    /// <summary>Strict: each entails the other.</summary>
    public static bool Strict(Entailment there, Entailment back) => there == Entailment.Entails && back == Entailment.Entails;

    /// <summary>Lenient: neither contradicts, and not both are neutral.</summary>
    public static bool Lenient(Entailment there, Entailment back) =>
        there != Entailment.Contradiction && back != Entailment.Contradiction && !(there == Entailment.Neutral && back == Entailment.Neutral);
}
