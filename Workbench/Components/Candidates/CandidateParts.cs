using System.Globalization;
using Microsoft.Extensions.Localization;
using Workbench.Components.Compare;
using Workbench.Core.Inference;

namespace Workbench.Components.Candidates;

/// <summary>The settings of a candidate as a person reads them.</summary>
internal static class CandidateParts
{
    /// <summary>The usual three, and whatever changes something; empty where the suite's settings hold.</summary>
    public static IEnumerable<(string Label, string Value)> Of(Candidate candidate, IStringLocalizer<CandidatesText> text)
    {
        if (candidate.Settings is not { } settings)
        {
            yield break;
        }

        yield return (text["Temperature"], Number(settings.Temperature));
        yield return (text["MaxTokens"], Number(settings.MaxTokens));
        yield return (text["Seed"], settings.Seed is { } seed ? Number(seed) : text["SeedAny"]);
        (string, string, bool)[] others =
        [
            ("top-p", Number(settings.TopP), settings.TopP < 1),
            ("top-k", Number(settings.TopK), settings.TopK > 0),
            ("min-p", Number(settings.MinP), settings.MinP > 0),
            (text["Stop"], string.Join(" | ", settings.Stop), !settings.Stop.IsEmpty),
            (text["Schema"], settings.JsonSchema ?? "", settings.JsonSchema is not null),
            (text["Grammar"], settings.Grammar ?? "", settings.Grammar is not null),
        ];
        foreach (var (label, value, isGiven) in others)
        {
            if (isGiven)
            {
                yield return (label, value);
            }
        }

        foreach (var part in (SamplerField.Write(settings.Samplers) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            yield return (part[..colon], part[(colon + 1)..]);
        }
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.CurrentCulture);
}
