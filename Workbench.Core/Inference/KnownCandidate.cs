using System.Collections.Immutable;

namespace Workbench.Core.Inference;

/// <summary>A candidate that was used somewhere. It never changes: other parts make another candidate.</summary>
/// <param name="Candidate">With the name it was first used by.</param>
/// <param name="Name">The name a person gave to exactly these parts; null without one.</param>
public sealed record KnownCandidate(long Number, Candidate Candidate, string? Name, DateTimeOffset At, string By)
{
    public string Shown => Name ?? Candidate.Name;
}

/// <summary>Where a candidate was used.</summary>
/// <param name="Kind"><c>run</c>, <c>comparison</c>, <c>season</c> or <c>decision</c>.</param>
/// <param name="Subject">Its id, for example <c>R-0001</c>.</param>
/// <param name="As">The name it had there.</param>
public sealed record CandidateUse(string Kind, string Subject, string As, DateTimeOffset At);
