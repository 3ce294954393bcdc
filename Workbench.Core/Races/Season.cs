using System.Collections.Immutable;
using Workbench.Core.Inference;

namespace Workbench.Core.Races;

/// <summary>Kind of organisation a team belongs to.</summary>
public enum Division
{
    LargeCompany,
    SmallCompany,
    StartUp,
    University,
}

/// <summary>A candidate that a team entered; it can't change any more, only be joined by another.</summary>
public sealed record Entry(string Team, Division Division, Candidate Candidate, DateTimeOffset EnteredAt, string EnteredBy);

/// <summary>One run of the season's suite over all entries and the null runners.</summary>
/// <param name="Number">1-based within the season.</param>
public sealed record Heat(int Number, string RunId, DateTimeOffset StartedAt);

/// <summary>A race over one frozen suite: teams enter candidates, heats and blind votes rank them.</summary>
/// <param name="Id">Shown as <c>S-0001</c>.</param>
/// <param name="Suite">Name of the suite every heat runs.</param>
/// <param name="SuiteSha256">The content it was frozen to.</param>
public sealed record Season(
    string Id,
    string Name,
    string Suite,
    string SuiteSha256,
    DateTimeOffset CreatedAt,
    ImmutableArray<Entry> Entries,
    ImmutableArray<Heat> Heats)
{
    /// <summary>Controls that run in every heat: what the suite gives to a program without a model.</summary>
    public static ImmutableArray<Candidate> NullRunners { get; } =
        [new("null:empty", "null:empty"), new("null:echo", "null:echo"), new("null:random", "null:random"), new("null:refuse", "null:refuse")];
}
