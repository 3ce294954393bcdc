using Workbench.Core.Statistics;

namespace Workbench.Core.Scoring.Hallucination;

/// <summary>Can a model tell a made-up answer from a right one to the same question (HaluEval; Li et al. 2023), from the log-odds of Yes against No when asked whether it is made up.
/// Both answers are shown, so no coin decides which; a model that always says Yes is found out by <see cref="YesRate"/>.</summary>
/// <param name="Accuracy">Share judged rightly at log-odds 0, which is the balanced accuracy too, as there are as many of either kind; ties are wrong.</param>
/// <param name="Pairwise">Share of questions whose made-up answer has the larger log-odds, ties half.</param>
/// <param name="YesRate">Share called made up.</param>
/// <param name="Auroc">Over all answers of all questions, clustered by question.</param>
public sealed record Discrimination(Metric Accuracy, double Pairwise, double YesRate, Auroc Auroc)
{
    /// <param name="questions">One each, not empty: ln P(Yes) − ln P(No) for its right and its made-up answer.</param>
    public static Discrimination Of(string name, IReadOnlyList<(double Right, double MadeUp)> questions, double confidence = 0.95)
    {
        double[] odds = [.. questions.SelectMany(question => (double[])[question.Right, question.MadeUp])];
        bool[] madeUp = [.. Enumerable.Range(0, odds.Length).Select(i => i % 2 == 1)];
        string[] clusters = [.. questions.SelectMany((_, i) => Enumerable.Repeat(FormattableString.Invariant($"{i}"), 2))];
        bool[] rightly = [.. odds.Select((value, i) => madeUp[i] ? value > 0 : value < 0)];
        return new Discrimination(
            Proportion.Rate(name, rightly, clusters, confidence),
            questions.Average(question => question.MadeUp > question.Right ? 1 : question.MadeUp == question.Right ? 0.5 : 0),
            odds.Average(value => value > 0 ? 1.0 : 0),
            Auroc.Of(name + ".auroc", odds, madeUp, clusters, confidence));
    }
}
