using Microsoft.Extensions.Localization;

namespace Workbench.Components.Runs;

/// <summary>Names of the numbers that scorers find, and of the metrics they come to.</summary>
public sealed class ScoreValuesText
{
    /// <summary>The word for a number; its own name where there is none.</summary>
    public static string Label(IStringLocalizer<ScoreValuesText> text, string name) => text[name] is { ResourceNotFound: false } word ? word : name;
}
