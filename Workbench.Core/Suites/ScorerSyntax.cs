using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>What a suite file may say about one kind of scorer. How it judges lies in Scoring; a test keeps the two lists the same.</summary>
/// <param name="NeedsTarget">Can only judge samples that have a target.</param>
/// <param name="NeedsChoices">Can only judge samples with choices.</param>
/// <param name="Settings">By name: whether a text is allowed.</param>
/// <param name="Required">Settings that must be there.</param>
public sealed record ScorerSyntax(string Kind, bool NeedsTarget, bool NeedsChoices, ImmutableSortedDictionary<string, SettingSyntax> Settings, ImmutableArray<string> Required)
{
    private static SettingSyntax Number { get; } = new("0, 0.01, …", text =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0 ? null : "");

    private static SettingSyntax Pattern { get; } = new("RE2", text =>
    {
        try
        {
            _ = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return null;
        }
        catch (RegexParseException wrong)
        {
            return Phrase.Both(new Phrase("Suites.PatternAt", wrong.Offset.ToString(CultureInfo.InvariantCulture), wrong.Message));
        }
        catch (NotSupportedException)
        {
            return Phrase.Both(new Phrase("Suites.PatternUnbounded"));
        }
    });

    private static SettingSyntax Share { get; } = new("0 … 1", text =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1 ? null : "");

    private static SettingSyntax Temperature { get; } = new("0.1 … 2", text =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0.1 and <= 2 ? null : "");

    private static SettingSyntax Text { get; } = new("a|b|…", text => text.Trim().Length is > 0 and <= 4000 ? null : "");

    private static SettingSyntax ModelName { get; } = new("demo-judge, …", text => text.Trim().Length is > 0 and <= 300 && !text.Any(char.IsControl) ? null : "");

    private static SettingSyntax Parts { get; } = new("all|numbers|dates|names|links", text =>
        text.Split('|', StringSplitOptions.TrimEntries).All(part => part is "all" or "numbers" or "dates" or "names" or "links") ? null : "");

    private static SettingSyntax PersonalData { get; } = new("all|id-card|mobile|bank-card|passport|email|address", text =>
        text.Split('|', StringSplitOptions.TrimEntries).All(part => part is "all" or "id-card" or "mobile" or "bank-card" or "passport" or "email" or "address") ? null : "");

    private static SettingSyntax Name { get; } = new("starter, …", text => text.Length is > 0 and <= 100 && text.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '_' or '-' or ' ') ? null : "");

    private static SettingSyntax Schema { get; } = new("JSON Schema", SchemaText.Problem);

    private static SettingSyntax Language { get; } = new("en, zh-Hans, …", text => text.Length is >= 2 and <= 35 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? null : "");

    // After the settings it is made of: static fields are set in the order they are written in.
    public static FrozenDictionary<string, ScorerSyntax> Known { get; } = All().ToFrozenDictionary(syntax => syntax.Kind, StringComparer.Ordinal);

    private static IEnumerable<ScorerSyntax> All()
    {
        var words = ("match", OneOf("words", "anywhere"));
        var units = ("units", OneOf("auto", "words", "characters"));
        var textual = new[] { ("case", OneOf("ignore", "keep")), ("punctuation", OneOf("ignore", "keep")), ("articles", OneOf("ignore", "keep")) };
        yield return Of("exact", true, false, textual);
        yield return Of("includes", true, false, [words, .. textual]);
        yield return Of("pattern", false, false, [("pattern", Pattern), ("case", OneOf("ignore", "keep"))]) with { Required = ["pattern"] };
        yield return Of("numeric", true, false, [("tolerance", Number), ("relative", Number), ("take", OneOf("last", "first"))]);
        yield return Of("choice-likelihood", true, true, [("normalize", OneOf("none", "tokens", "characters", "bytes")), ("ask", OneOf("raw", "chat")), ("measure", OneOf("mc1", "mc2"))]);
        yield return Of("choice-letter", true, true, []);
        yield return Of("f1", true, false, [units, ("least", Share)]);
        yield return Of("rouge-l", true, false, [units, ("least", Share)]);
        yield return Of("bleu", true, false, [units, ("least", Share)]);
        yield return Of("json-schema", false, false, [("schema", Schema), ("fence", OneOf("allow", "refuse"))]);
        yield return Of("instruction", false, false, InstructionSettings());
        yield return Of("unsupported", false, false, [("check", Parts), ("source", OneOf("context", "prompt"))]);
        yield return Of("repetition", false, false, [units, ("n", Whole(1, 20)), ("most", Share)]);
        yield return Of("language-mix", false, false, [("language", Language), ("least", Share)]);
        yield return Of("length", false, false, [("unit", OneOf("words", "characters", "sentences", "tokens")), ("least", Whole(0, 1_000_000)), ("most", Whole(0, 1_000_000))]);
        yield return Of("latency", false, false, [("most", Number), ("first", Number)]);
        yield return Of("abstention", false, false, []);
        yield return Of("refusal", false, false, []);
        var by = ("by", OneOf("text", "number", "letter"));
        var draws = new[] { ("samples", Whole(1, 50)), ("temperature", Temperature) };
        yield return Of("token-surprise", false, false, []);
        yield return Of("selfcheck-ngram", false, false, draws);
        yield return Of("self-consistency", false, false, [by, .. draws]);
        yield return Of("semantic-entropy", false, false, [by, .. draws]);
        yield return Of("p-true", false, false, [("samples", Whole(0, 50)), ("temperature", Temperature)]);
        yield return Of("verbalised-confidence", false, false, []);
        yield return Of("discrimination", true, false, []);
        yield return Of("judge", false, false, [("model", ModelName), ("rubric", OneOf("correctness", "support", "meaning")), ("criteria", Text)]);
        yield return Of("unsafe-content", false, false, [("model", ModelName), ("leaf", Text)]) with { Required = ["model"] };
        yield return Of("claim-outcome", true, false, [words]);
        yield return Of("keywords", false, false, [("library", Name), ("classes", Text), ("terms", Text)]);
        yield return Of("personal-data", false, false, [("check", PersonalData), ("given", OneOf("allow", "count"))]);
        yield return Of("content-label", false, false, [("mark", OneOf("explicit", "implicit", "both"))]);
        yield return Of("stereotype-pair", true, true, [("normalize", OneOf("none", "tokens")), ("ask", OneOf("raw", "chat"))]);
        yield return Of("cultural-fit", false, true, [("ask", OneOf("raw", "chat"))]);
    }

    private static IEnumerable<(string, SettingSyntax)> InstructionSettings()
    {
        var counts = new[]
        {
            "keyword-least", "keyword-most", "letter-least", "letter-most", "words-least", "words-most", "sentences-least", "sentences-most", "paragraphs", "paragraph-nth", "placeholders-least", "bullets",
            "highlights-least", "sections-least", "responses", "capitals-least", "capitals-most",
        };
        var texts = new[] { "include", "exclude", "keyword", "letter", "paragraph-word", "postscript", "section-word", "repeat", "end", "one-of" };
        return
        [
            .. counts.Select(name => (name, Whole(0, 1_000_000))), .. texts.Select(name => (name, Text)), ("language", Language), ("paragraphs-by", OneOf("blank", "divider")),
            ("json", OneOf("true")), ("title", OneOf("true")), ("quoted", OneOf("true")), ("commas", OneOf("none")), ("letter-case", OneOf("upper", "lower")),
        ];
    }

    private static ScorerSyntax Of(string kind, bool needsTarget, bool needsChoices, IEnumerable<(string Name, SettingSyntax Syntax)> settings) =>
        new(kind, needsTarget, needsChoices, settings.ToImmutableSortedDictionary(setting => setting.Name, setting => setting.Syntax), []);

    private static SettingSyntax Whole(int least, int most) => new(string.Create(CultureInfo.InvariantCulture, $"{least} … {most}"), text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? null : "");

    private static SettingSyntax OneOf(params string[] words) => new(string.Join(" | ", words), text => words.Contains(text) ? null : "");
}

/// <summary>What a setting may be.</summary>
/// <param name="Expected">In short, for the hint.</param>
/// <param name="Problem">Null when the text is allowed, else what is wrong with it; empty when <paramref name="Expected"/> says it all.</param>
public sealed record SettingSyntax(string Expected, Func<string, string?> Problem);
