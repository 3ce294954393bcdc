namespace Workbench.Core.Labels;

/// <summary>What a person found in an answer.</summary>
public enum LabelValue
{
    /// <summary>The answer is as the rubric asks.</summary>
    Pass,

    /// <summary>It is not.</summary>
    Fail,

    /// <summary>The person can't tell; counted as neither.</summary>
    Unclear,
}

/// <summary>One person's judgement of one answer. A label is a row of its own: it never replaces another person's, and never a score.</summary>
/// <param name="By">Id of the person.</param>
/// <param name="Note">The person's own words; null without any.</param>
public sealed record Label(long Number, string RunId, string SampleId, string Candidate, int Repeat, string By, LabelValue Value, string? Note, DateTimeOffset At);
