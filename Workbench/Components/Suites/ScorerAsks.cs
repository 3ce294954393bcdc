using Microsoft.Extensions.Localization;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Components.Suites;

/// <summary>In words, what a scorer asks of a candidate.</summary>
internal static class ScorerAsks
{
    private static readonly Sample Example = new("s", "?", ["a"], ["b"], [], null, true, null, "en", null, null, null, [], [], 1);

    public static string Of(ScorerSpec spec, IStringLocalizer<ScorerText> text)
    {
        var scorer = ScorerRegistry.Standard.Find(spec.Kind)!;
        var needs = scorer.Needs(spec);
        List<string> parts = [];
        if (needs.Text)
        {
            parts.Add(text["Asks.Text"]);
        }

        if (needs.Choices is not null)
        {
            parts.Add(text["Asks.Choices"]);
        }

        if (needs.Tokens)
        {
            parts.Add(text["Asks.Tokens"]);
        }

        if (needs.Samples is { } samples)
        {
            parts.Add(text["Asks.Samples", samples.Count, samples.Temperature]);
        }

        if (scorer.Questions(spec, Example, new Answer("a")) is { IsEmpty: false } questions)
        {
            parts.Add(text["Asks.Questions", questions.Length]);
        }

        return string.Join(text["And"], parts);
    }
}
