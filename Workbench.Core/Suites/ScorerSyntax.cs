using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

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
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return wrong.Message;
        }
    });

    // After the settings it is made of: static fields are set in the order they are written in.
    public static FrozenDictionary<string, ScorerSyntax> Known { get; } = All().ToFrozenDictionary(syntax => syntax.Kind, StringComparer.Ordinal);

    private static IEnumerable<ScorerSyntax> All()
    {
        var words = ("match", OneOf("words", "anywhere"));
        var textual = new[] { ("case", OneOf("ignore", "keep")), ("punctuation", OneOf("ignore", "keep")), ("articles", OneOf("ignore", "keep")) };
        yield return Of("exact", true, false, textual);
        yield return Of("includes", true, false, [words, .. textual]);
        yield return Of("pattern", false, false, [("pattern", Pattern), ("case", OneOf("ignore", "keep"))]) with { Required = ["pattern"] };
        yield return Of("numeric", true, false, [("tolerance", Number), ("relative", Number), ("take", OneOf("last", "first"))]);
        yield return Of("choice-likelihood", true, true, [("normalize", OneOf("none", "tokens", "bytes")), ("ask", OneOf("raw", "chat"))]);
        yield return Of("refusal", false, false, []);
        yield return Of("claim-outcome", true, false, [words]);
    }

    private static ScorerSyntax Of(string kind, bool needsTarget, bool needsChoices, IEnumerable<(string Name, SettingSyntax Syntax)> settings) =>
        new(kind, needsTarget, needsChoices, settings.ToImmutableSortedDictionary(setting => setting.Name, setting => setting.Syntax), []);

    private static SettingSyntax OneOf(params string[] words) => new(string.Join(" | ", words), text => words.Contains(text) ? null : "");
}

/// <summary>What a setting may be.</summary>
/// <param name="Expected">In short, for the hint.</param>
/// <param name="Problem">Null when the text is allowed, else what is wrong with it; empty when <paramref name="Expected"/> says it all.</param>
public sealed record SettingSyntax(string Expected, Func<string, string?> Problem);
