using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the answer is in the script of the sample's language (setting <c>language</c> for another): of its words, each Han character counting one, at least the share <c>least</c> (0.8).
/// Languages that share a script are not told apart.</summary>
public sealed class LanguageMix : IScorer
{
    public string Kind => "language-mix";

    public ImmutableArray<Measure> Measures { get; } = [Measure.Share("own-script")];

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        var language = spec.Setting("language", sample.Language);
        if (OwnShare(answer.Text, language) is not { } share)
        {
            return this.Unscored("NoLetters");
        }

        var text = share.ToString("0.###", CultureInfo.InvariantCulture);
        var outcome = share >= spec.Number("least", 0.8) ? Outcome.Correct : share > 0 ? Outcome.Partial : Outcome.Incorrect;
        return this.Verdict(outcome, outcome == Outcome.Correct ? 1 : share, outcome == Outcome.Correct ? "ScriptRight" : "ScriptMixed", text, language).With([("own-script", share)]);
    }

    /// <returns>Share of words in the language's script; null where there are no letters.</returns>
    internal static double? OwnShare(string text, string language)
    {
        var scripts = Scripts(language);
        var letters = TextUnits.Words(text).Select(word => word.EnumerateRunes().FirstOrDefault(Rune.IsLetter)).Where(Rune.IsLetter).Select(letter => Script(letter.Value)).ToList();
        return letters.Count == 0 ? null : (double)letters.Count(scripts.Contains) / letters.Count;
    }

    private static ImmutableArray<string> Scripts(string language) => language.Split('-')[0].ToUpperInvariant() switch
    {
        "ZH" or "YUE" => ["Han"],
        "JA" => ["Han", "Kana"],
        "KO" => ["Hangul", "Han"],
        "RU" or "UK" or "BG" or "SR" or "MK" or "BE" or "KK" or "MN" => ["Cyrillic"],
        "AR" or "FA" or "UR" => ["Arabic"],
        "HE" => ["Hebrew"],
        "EL" => ["Greek"],
        "HI" or "MR" or "NE" => ["Devanagari"],
        "BN" => ["Bengali"],
        "PA" => ["Gurmukhi"],
        "GU" => ["Gujarati"],
        "TA" => ["Tamil"],
        "TE" => ["Telugu"],
        "KN" => ["Kannada"],
        "TH" => ["Thai"],
        _ => ["Latin"],
    };

    private static string Script(int code) => code switch
    {
        >= 0x0370 and <= 0x03FF => "Greek",
        >= 0x0400 and <= 0x052F => "Cyrillic",
        >= 0x0590 and <= 0x05FF => "Hebrew",
        >= 0x0600 and <= 0x077F => "Arabic",
        >= 0x0900 and <= 0x097F => "Devanagari",
        >= 0x0980 and <= 0x09FF => "Bengali",
        >= 0x0A00 and <= 0x0A7F => "Gurmukhi",
        >= 0x0A80 and <= 0x0AFF => "Gujarati",
        >= 0x0B80 and <= 0x0BFF => "Tamil",
        >= 0x0C00 and <= 0x0C7F => "Telugu",
        >= 0x0C80 and <= 0x0CFF => "Kannada",
        >= 0x0E00 and <= 0x0E7F => "Thai",
        (>= 0x1100 and <= 0x11FF) or (>= 0xAC00 and <= 0xD7AF) => "Hangul",
        >= 0x3040 and <= 0x30FF => "Kana",
        (>= 0x2E80 and <= 0x2FFF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) => "Han",
        < 0x0250 or (>= 0x1E00 and <= 0x1EFF) => "Latin",
        _ => "other",
    };
}
