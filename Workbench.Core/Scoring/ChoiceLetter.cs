using System.Text;
using System.Text.RegularExpressions;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the answer gives the letter of the right choice (A for the first), or names that choice and no other. The prompt itself lists the lettered choices.</summary>
/// <remarks>
/// In this order: an answer that is nothing but a letter (<c>B</c>, <c>(B)</c>, <c>**B.**</c>, <c>Ｂ</c>); the last statement of an answer (<c>The answer is (B)</c>, <c>\boxed{B}</c>,
/// <c>答案是B</c>, <c>选B</c>, <c>B正确</c>); a letter at the start (<c>B. Lyon</c>, <c>B、里昂</c>); the only letter that stands alone; the only choice that is named.
/// Several letters without a statement, or a letter beyond the choices, is no answer.
/// </remarks>
public sealed class ChoiceLetter : IScorer
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex Only = new(@"^[\s\W]*([A-Za-z])[\s\W]*$", Options);

    private static readonly Regex Stated = new(
        @"(?:\b(?i:answer|choice|option)(?i: is| would be| should be)?(?i: option| choice)?\s*[:=]?|\b(?i:i choose|i pick|i select|choose|pick)(?i: option| choice)?|boxed\{(?:\\text\{)?" +
        @"|(?:答案|正确选项|正确答案|选项)(?:应该|应当|应)?(?:是|为|选)?[:：]?|(?:应该|应|故|因此|所以|我)?选择?(?:项)?[:：]?)[\s*_(（\[【""“'‘]*([A-Z])(?:$|[^A-Za-z'’])",
        Options);

    private static readonly Regex StatedAfter = new(@"(?:^|[^A-Za-z])([A-Z])[)）\]】""”*_]*\s*(?:(?i:is (?:the )?(?:correct|right|best)(?: answer| option| choice)?)\b|项?(?:是)?(?:正确|对的|符合))", Options);

    private static readonly Regex Start = new(@"^[\s*_(（\[【""“]*([A-Z])[)）\]】""”*_]*(?:[.:：、．,，)）]|\s*$|\s*\n)", Options);

    public string Kind => "choice-letter";

    public bool IsReference => true;

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (sample.Choices.IsEmpty || sample.TargetChoice is null)
        {
            return this.Unscored("NoChoices");
        }

        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        if (Choice(answer.Text, sample) is not { } chosen)
        {
            return this.NoAnswer(0, null, "NoLetter");
        }

        var (letter, right) = (((char)('A' + chosen)).ToString(), sample.RightChoices);
        return right.Contains(chosen) ? this.Correct(letter, "LetterRight", letter, sample.Choices[chosen])
            : this.Incorrect(letter, "LetterWrong", letter, right.Select(each => ((char)('A' + each)).ToString()).Listed(), right.Select(each => sample.Choices[each]).Listed());
    }

    /// <returns>Index of the choice; null where none is named clearly.</returns>
    internal static int? Choice(string answer, Sample sample)
    {
        var text = answer.Normalize(NormalizationForm.FormKC).Trim();
        text = text.Length > TextUnits.Most ? text[^TextUnits.Most..] : text;
        var letter = Last(Only, text)
            ?? new[] { Stated, StatedAfter }.SelectMany(pattern => pattern.Matches(text)).Where(match => Index(match.Groups[1].Value) < sample.Choices.Length).OrderBy(match => match.Index).LastOrDefault()?.Groups[1].Value
            ?? Last(Start, text);
        if (letter is null)
        {
            var alone = Enumerable.Range(0, text.Length).Where(at => IsAlone(text, at)).Select(at => text[at..(at + 1)]).Where(each => Index(each) < sample.Choices.Length).Distinct().ToList();
            letter = alone.Count == 1 ? alone[0] : null;
        }

        return letter is null ? Named(text, sample) : Index(letter) < sample.Choices.Length ? Index(letter) : null;
    }

    /// <summary>A capital by itself; the article A and the pronoun I go before a word.</summary>
    private static bool IsAlone(string text, int at)
    {
        if (!char.IsAsciiLetterUpper(text[at]) || (at > 0 && IsWord(text[at - 1])) || (at + 1 < text.Length && IsWord(text[at + 1])))
        {
            return false;
        }

        var after = text.AsSpan(at + 1);
        return text[at] is not ('A' or 'I') || after.Length < 2 || after[0] != ' ' || !char.IsAsciiLetterLower(after[1]) || after.StartsWith(" or ", StringComparison.Ordinal) || after.StartsWith(" and ", StringComparison.Ordinal);
    }

    private static bool IsWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '\'' or '’';

    private static string? Last(Regex pattern, string text) => pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    private static int Index(string letter) => char.ToUpperInvariant(letter[0]) - 'A';

    private static int? Named(string text, Sample sample)
    {
        var form = new TextForm();
        var plain = form.Of(text);
        var found = sample.Choices.Index().SelectMany(choice => Mention.All(plain, form.Of(choice.Item), false).Where(mention => !mention.IsDenied(plain)).Select(mention => (choice.Index, mention))).ToList();
        found.RemoveAll(each => found.Exists(other => other.mention.Covers(each.mention)));
        var named = found.Select(each => each.Index).Distinct().ToList();
        return named.Count == 1 ? named[0] : null;
    }
}
