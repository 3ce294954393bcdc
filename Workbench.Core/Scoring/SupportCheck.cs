using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Whether the numbers, dates, names and links of an answer are in the sample's context or prompt: correct when all are, else the share that is.</summary>
/// <remarks>
/// Rules only (<see cref="ClaimParts"/>), so it finds what was added, not what was twisted. A number is there when an equal one is, in digits or Chinese numerals; a date when each part it states is; a name when each of its words is.
/// A sample without a context is unscored, unless <c>source: prompt</c> says that the prompt holds the source. An answer without any of them has nothing unsupported.
/// </remarks>
public sealed class SupportCheck : IScorer
{
    public string Kind => "unsupported";

    public ImmutableArray<Measure> Measures { get; } = [Measure.Share("unsupported-share"), Measure.Amount("unsupported")];

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        if (sample.Context is null && spec.Setting("source", "context") == "context")
        {
            return this.Unscored("NoContext");
        }

        var text = Cut(answer.Text);
        var source = Cut(string.Join('\n', [sample.Context ?? "", sample.Prompt, .. sample.Turns.Select(turn => turn.Content)]));
        var parts = Parts(text, source).Where(part => spec.Setting("check", "all") == "all" || spec.Settings["check"].Split('|', StringSplitOptions.TrimEntries).Contains(part.Sort)).ToList();
        var missing = parts.Where(part => !part.IsThere).ToList();
        var share = parts.Count == 0 ? 0 : (double)missing.Count / parts.Count;
        var score = parts.Count == 0 ? this.Verdict(Outcome.Correct, 1, "NothingToSupport")
            : missing.Count == 0 ? this.Verdict(Outcome.Correct, 1, "AllSupported", parts.Count.ToString(CultureInfo.InvariantCulture))
            : this.Verdict(share < 1 ? Outcome.Partial : Outcome.Incorrect, 1 - share, "Unsupported", missing.Take(10).Select(part => part.Text).Listed());
        return score.With([("parts", parts.Count), ("unsupported", missing.Count), ("unsupported-share", share), .. missing.CountBy(part => part.Sort).Select(group => ($"unsupported-{group.Key}", (double?)group.Value))]);
    }

    private static IEnumerable<(string Sort, string Text, bool IsThere)> Parts(string text, string source)
    {
        var (links, dates, numbers, form) = (ClaimParts.Links(source), ClaimParts.Dates(source), ClaimParts.AllNumbers(source), new TextForm());
        var plain = form.Of(source);
        return
        [
            .. ClaimParts.Links(text).Select(link => ("links", link, links.Contains(link))),
            .. ClaimParts.Dates(text).Select(date => ("dates", date.Text, dates.Any(known => Holds(known.Year, date.Year) && Holds(known.Month, date.Month) && Holds(known.Day, date.Day)) || (date is { Month: null, Day: null } && numbers.Contains(date.Year ?? 0)))),
            .. ClaimParts.Numbers(text).Select(number => ("numbers", number.Text, numbers.Any(known => Math.Abs(known - number.Value) <= 1e-9 * Math.Max(1, Math.Abs(known))))),
            .. ClaimParts.Names(text).Select(name => ("names", name, form.Of(name).Split(' ').All(word => Mention.All(plain, word, anywhere: false).Any()))),
        ];
    }

    private static bool Holds(int? known, int? stated) => stated is null || known == stated;

    private static string Cut(string text) => text.Length > ClaimParts.MostCharacters ? text[..ClaimParts.MostCharacters] : text;
}
