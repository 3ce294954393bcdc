using System.Globalization;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Short ways to write a verdict.</summary>
internal static class ScoreParts
{
    public static Score Correct(this IScorer scorer, string? part, string reason, params string[] arguments) => new(scorer.Kind, Outcome.Correct, 1, part, Because(reason, arguments));

    public static Score Incorrect(this IScorer scorer, string? part, string reason, params string[] arguments) => new(scorer.Kind, Outcome.Incorrect, 0, part, Because(reason, arguments));

    public static Score NoAnswer(this IScorer scorer, double value, string? part, string reason, params string[] arguments) => new(scorer.Kind, Outcome.NoAnswer, value, part, Because(reason, arguments));

    public static Score Unscored(this IScorer scorer, string reason, params string[] arguments) => new(scorer.Kind, Outcome.Unscored, null, null, Because(reason, arguments));

    public static Score Unscored(this IScorer scorer, Phrase reason) => new(scorer.Kind, Outcome.Unscored, null, null, reason);

    public static Score Measured(this IScorer scorer, string reason, params string[] arguments) => new(scorer.Kind, Outcome.Measured, null, null, Because(reason, arguments));

    public static Score Verdict(this IScorer scorer, Outcome outcome, double value, string reason, params string[] arguments) => new(scorer.Kind, outcome, value, null, Because(reason, arguments));

    /// <summary>A number among the settings; the suite's reader has let only numbers through.</summary>
    public static double Number(this ScorerSpec spec, string name, double otherwise) =>
        spec.Settings.TryGetValue(name, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    public static string Setting(this ScorerSpec spec, string name, string otherwise) => spec.Settings.GetValueOrDefault(name, otherwise);

    public static string Listed(this IEnumerable<string> texts) => string.Join(" | ", texts);

    private static Phrase Because(string reason, string[] arguments) => new($"Scoring.{reason}", arguments);
}
