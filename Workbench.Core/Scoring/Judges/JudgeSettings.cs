using Workbench.Core.Suites;

namespace Workbench.Core.Scoring.Judges;

/// <summary>What the settings of a <c>judge</c> scorer say, and what holds where they say nothing.</summary>
public static class JudgeSettings
{
    /// <summary>The judge that comes with the workbench. It compares meanings in the demonstration models' small world and is no judge of anything else.</summary>
    public const string Demonstration = "demo-judge";

    /// <summary>A catalogued model, a kept candidate, a file or an endpoint.</summary>
    public static string Model(ScorerSpec spec) => spec.Setting("model", Demonstration);

    /// <summary><c>correctness</c>, <c>support</c>, <c>criteria</c> or <c>meaning</c>; <c>unsafe-content</c> of the scorer of that name.</summary>
    public static string Rubric(ScorerSpec spec) => spec.Kind == UnsafeContentScorer.KindName ? spec.Kind : spec.Settings.TryGetValue("rubric", out var named) ? named
        : spec.Settings.ContainsKey("criteria") ? "criteria"
        : Model(spec) == Demonstration ? "meaning" : "correctness";

    /// <summary>What a form's hash takes in besides its words: the criteria, or the file of rubrics.</summary>
    public static string Criteria(ScorerSpec spec) => spec.Kind == UnsafeContentScorer.KindName ? UnsafeRubrics.Sha256 : spec.Setting("criteria", "");

    /// <summary>The demonstration judge was taught one form of question and no other.</summary>
    public static bool IsBeyondDemonstration(ScorerSpec spec) => JudgeScorer.IsJudge(spec.Kind) && Model(spec) == Demonstration && Rubric(spec) != "meaning";
}
