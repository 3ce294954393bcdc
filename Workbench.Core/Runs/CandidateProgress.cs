namespace Workbench.Core.Runs;

public enum CandidatePhase
{
    /// <summary>Others go first.</summary>
    Waiting,

    /// <summary>Its model is being loaded, or waits for memory.</summary>
    Loading,

    Asking,

    Done,
}

/// <summary>How far one candidate of a run is.</summary>
/// <param name="Done">Cells with an answer.</param>
/// <param name="TimeLeft">From its own pace; null until enough was answered to tell.</param>
public sealed record CandidateProgress(string Name, CandidatePhase Phase, int Done, int Errors, int Total, TimeSpan? TimeLeft)
{
    /// <summary>Since when its endpoint has been away; <see cref="TimeLeft"/> then runs from when it answers again.</summary>
    public DateTimeOffset? AwaySince { get; init; }
}
