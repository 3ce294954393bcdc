using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Workbench.Core.Scoring.Hallucination;

/// <summary>SelfCheckGPT's n-gram variant with n = 1 (Manakul, Liusie and Gales 2023): words of an answer that other answers to the same prompt do not use are surprising.
/// Unigram shares are counted over the answer and the samples together, without smoothing, so no word of the answer is impossible.</summary>
/// <param name="Mean">Per sentence, mean −ln p of its words; the larger, the less the samples bear it out.</param>
/// <param name="Largest">Per sentence, the largest −ln p.</param>
/// <param name="DocumentMean">Mean over all words of the answer.</param>
/// <param name="DocumentLargest">Mean of the sentences' largest.</param>
public sealed partial record SelfCheckUnigram(ImmutableArray<double> Mean, ImmutableArray<double> Largest, double DocumentMean, double DocumentLargest)
{
    /// <param name="sentences">Of the answer; those without a word are left out.</param>
    /// <param name="samples">Other answers to the same prompt, drawn at temperature 1.</param>
    /// <returns>Null where the answer has no word.</returns>
    public static SelfCheckUnigram? Of(IReadOnlyList<string> sentences, IReadOnlyList<string> samples)
    {
        string[][] words = [.. sentences.Select(Words).Where(sentence => sentence.Length > 0)];
        if (words.Length == 0)
        {
            return null;
        }

        var counts = new Dictionary<string, int>();
        var total = 0;
        foreach (var word in words.SelectMany(sentence => sentence).Concat(samples.SelectMany(Words)))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
            total++;
        }

        double[][] surprises = [.. words.Select(sentence => sentence.Select(word => Math.Log(total) - Math.Log(counts[word])).ToArray())];
        ImmutableArray<double> largest = [.. surprises.Select(sentence => sentence.Max())];
        return new SelfCheckUnigram([.. surprises.Select(sentence => sentence.Average())], largest, surprises.SelectMany(sentence => sentence).Average(), largest.Average());
    }

    /// <summary>Runs of letters and digits, single other signs, lower case. Chinese characters count one by one: a run of them is no word.</summary>
    private static string[] Words(string text) => [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}]|[\w-[\p{IsCJKUnifiedIdeographs}]]+|[^\w\s]")]
    private static partial Regex Word();
}
