using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>ROUGE-L (Lin 2004): F of the longest common subsequence of words, without stemming; of characters for Chinese.</summary>
public sealed class RougeL : IScorer
{
    public string Kind => "rouge-l";

    public bool IsReference => true;

    public Score Score(ScorerSpec spec, Sample sample, Answer answer) =>
        TextOverlap.Judge(this, spec, sample, answer, (given, target) => Of(TextUnits.Of(given, spec, sample), TextUnits.Of(target, spec, sample)));

    internal static double Of(string[] given, string[] wanted) => TextOverlap.HarmonicMean(Longest(given, wanted), given.Length, wanted.Length);

    /// <summary>Length of the longest common subsequence; time is the product of the lengths, memory that of the second.</summary>
    private static int Longest(string[] first, string[] second)
    {
        var names = first.Concat(second).Distinct(StringComparer.Ordinal).Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        int[] wanted = [.. second.Select(unit => names[unit])];
        var row = new int[wanted.Length + 1];
        foreach (var unit in first.Select(unit => names[unit]))
        {
            var diagonal = 0;
            for (var j = 1; j <= wanted.Length; j++)
            {
                var above = row[j];
                row[j] = wanted[j - 1] == unit ? diagonal + 1 : Math.Max(above, row[j - 1]);
                diagonal = above;
            }
        }

        return row[^1];
    }
}
