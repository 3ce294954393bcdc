using Workbench.Core.Suites;

namespace Workbench.Core.Scoring.Judges;

/// <summary>What the settings of a <c>judge</c> scorer say, and what holds where they say nothing.</summary>
public static class JudgeSettings
{
    /// <summary>The judge that comes with the workbench. It compares meanings in the demonstration models' small world and is no judge of anything else.</summary>
    public const string Demonstration = "demo-judge";

    /// <summary>A catalogued model, a kept candidate, a file or an endpoint.</summary>
    public static string Model(ScorerSpec spec) => spec.Setting("model", Demonstration);

    /// <summary><c>correctness</c>, <c>support</c>, <c>criteria</c> or <c>meaning</c>.</summary>
    public static string Rubric(ScorerSpec spec) => spec.Settings.TryGetValue("rubric", out var named) ? named
        : spec.Settings.ContainsKey("criteria") ? "criteria"
        : Model(spec) == Demonstration ? "meaning" : "correctness";

    /// <summary>The demonstration judge was taught one form of question and no other.</summary>
    public static bool IsBeyondDemonstration(ScorerSpec spec) => spec.Kind == JudgeScorer.Name && Model(spec) == Demonstration && Rubric(spec) != "meaning";
}
