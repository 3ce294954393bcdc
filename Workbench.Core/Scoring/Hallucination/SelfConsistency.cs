namespace Workbench.Core.Scoring.Hallucination;

/// <summary>How often a model gives its commonest answer when asked again (Wang et al. 2022): a low share is a sign of guessing.</summary>
/// <param name="Top">The commonest answer; of several equally common, the first given.</param>
/// <param name="Share">Its share of the answers, above 0, at most 1.</param>
/// <param name="Answers">How many there were.</param>
/// <param name="Different">How many different ones.</param>
public sealed record SelfConsistency(string Top, double Share, int Answers, int Different)
{
    /// <param name="answers">Normalised as the suite's scorer does, so that equal means same; not empty.</param>
    public static SelfConsistency Of(IReadOnlyList<string> answers)
    {
        var groups = answers.CountBy(answer => answer).ToList();
        var top = groups.MaxBy(group => group.Value);
        return new SelfConsistency(top.Key, (double)top.Value / answers.Count, answers.Count, groups.Count);
    }
}
