using Workbench.Core.Scoring;

namespace Workbench.Components.Shared;

/// <summary>Class, icon and word of an outcome; an error is not an outcome and has its own.</summary>
internal static class OutcomeLook
{
    public static (string Class, string Icon, string Key) Of(Outcome? outcome, bool isError) => (outcome, isError) switch
    {
        (_, true) => ("is-error", "zap", "Outcome.Error"),
        (Outcome.Correct, _) => ("is-correct", "check", "Outcome.Correct"),
        (Outcome.Partial, _) => ("is-partial", "half", "Outcome.Partial"),
        (Outcome.Incorrect, _) => ("is-incorrect", "x", "Outcome.Incorrect"),
        (Outcome.NoAnswer, _) => ("is-noanswer", "minus", "Outcome.NoAnswer"),
        (Outcome.Measured, _) => ("is-unscored", "gauge", "Outcome.Measured"),
        _ => ("is-unscored", "dashed", "Outcome.Unscored"),
    };
}
