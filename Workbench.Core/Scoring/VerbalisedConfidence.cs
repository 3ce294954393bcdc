using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>The model is asked, after its answer, how sure it is, in percent (Lin, Hilton and Evans 2022; Tian et al. 2023). A reply without a number from 0 to 100 is no statement; of several, the last that stands beside a word for sureness is one. How many state one is the metric <c>stated</c>.</summary>
public sealed partial class VerbalisedConfidence : IScorer
{
    private static readonly FurtherQuestion English = new(
        "How sure are you that your answer is correct? Reply with one number from 0 (certainly wrong) to 100 (certainly right) and nothing else.", AfterAnswer: true, [], 16);

    private static readonly FurtherQuestion Chinese = new("你有多大把握认为刚才的回答是正确的？只回答一个 0（肯定错误）到 100（肯定正确）之间的数字，不要写别的内容。", AfterAnswer: true, [], 16);

    public string Kind => "verbalised-confidence";

    public bool IsMeasureOnly => true;

    public Sureness Sureness => Sureness.Confidence;

    public ImmutableArray<Measure> Measures { get; } = [Measure.Share("confidence"), Measure.Share("stated")];

    public ScorerNeeds Needs(ScorerSpec spec) => new(Tokens: true);

    public ImmutableArray<FurtherQuestion> Questions(ScorerSpec spec, Sample sample, Answer answer) => answer.IsEmpty ? [] : [Question(sample)];

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        var reply = answer.Reply(Question(sample));
        if (reply.NotAvailable is { } reason)
        {
            return this.Unscored(reason);
        }

        return Stated(reply.Text ?? "") is { } confidence
            ? this.Measured("StatesConfidence", Baselines.Text(100 * confidence)).With([.. Baselines.Of(answer), ("confidence", confidence), ("stated", 1)])
            : this.NoAnswer(0, reply.Text, "StatesNoConfidence", reply.Text ?? "").With([.. Baselines.Of(answer), ("stated", 0)]);
    }

    /// <returns>0 to 1; null where the reply has no number of that range, or several of which none is said to be the sureness.</returns>
    internal static double? Stated(string reply)
    {
        var values = NumberText.Find(reply).Where(found => !found.Text.Contains('/', StringComparison.Ordinal)).Select(found => found.Value).Distinct().ToList();
        if (values.Count > 1)
        {
            return Named(reply.Normalize(NormalizationForm.FormKC));
        }

        var share = reply.Contains('.', StringComparison.Ordinal) && !reply.Contains('%', StringComparison.Ordinal) && !reply.Contains('％', StringComparison.Ordinal);
        return values is not [>= 0 and <= 100] ? null : share && values[0] is > 0 and <= 1 ? values[0] : values[0] / 100;
    }

    /// <summary>Of several numbers the last that follows a word for sureness, with no number between, or stands right before one (<c>90 % sure</c>, <c>90%的把握</c>). A range is no number.</summary>
    private static double? Named(string reply)
    {
        var words = Sure().Matches(reply).Select(match => (match.Index, End: match.Index + match.Length)).ToList();
        (double Value, bool IsRange)? last = null;
        var before = 0;
        foreach (Match number in Number().Matches(reply))
        {
            var end = number.Index + number.Length;
            var isNamed = words.Exists(word => word.Index >= before && word.End <= number.Index) || words.Exists(word => word.Index >= end && BetweenBefore().IsMatch(reply[end..word.Index]));
            if (isNamed && double.TryParse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value <= 100)
            {
                last = (number.Value.Contains('.', StringComparison.Ordinal) && value <= 1 && !reply[end..].TrimStart().StartsWith('%') ? value : value / 100, RangeAfter().IsMatch(reply[end..]));
            }

            before = end;
        }

        return last is { IsRange: false } found ? found.Value : null;
    }

    [GeneratedRegex("confiden|certain|\\bsure|probab|likel|chance|把握|信心|置信|确信|概率|可能性|可信|确定|肯定", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Sure();

    [GeneratedRegex(@"\d+(?:\.\d+)?", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex("^\\s*(%|percent)?\\s*的?\\s*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex BetweenBefore();

    [GeneratedRegex("^\\s*%?\\s*(-|–|—|~|to|至|到)\\s*\\d", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RangeAfter();

    private static FurtherQuestion Question(Sample sample) => FurtherWords.IsChinese(sample) ? Chinese : English;
}
