using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Races;

/// <summary>What columns of a vote file are called, and what their values mean.</summary>
internal static class VoteColumns
{
    public static ImmutableArray<string> A { get; } = ["a", "model_a"];

    public static ImmutableArray<string> B { get; } = ["b", "model_b"];

    public static ImmutableArray<string> Outcome { get; } = ["outcome", "winner"];

    public static PairOutcome? Parse(string outcome) => outcome switch
    {
        "a" or "model_a" => PairOutcome.A,
        "b" or "model_b" => PairOutcome.B,
        "tie" => PairOutcome.Tie,
        "bothbad" or "both-bad" or "tie (bothbad)" => PairOutcome.BothBad,
        _ => null,
    };

    /// <summary>One vote from its values; problems go to <paramref name="problems"/>. Null values are those that are missing.</summary>
    public static PairVote? Vote((string Name, string? Value) a, (string Name, string? Value) b, (string Name, string? Value) outcome, (string Name, string? Value)? cluster, Action<string, Phrase, Phrase?> problems)
    {
        var found = true;
        foreach (var (name, value) in (ReadOnlySpan<(string Name, string? Value)>)(cluster is { } given ? [a, b, outcome, given] : [a, b, outcome]))
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                problems(name, new Phrase("Races.ValueMissing"), null);
                found = false;
            }
        }

        var parsed = Parse(outcome.Value ?? "");
        if (parsed is null && !string.IsNullOrWhiteSpace(outcome.Value))
        {
            problems(outcome.Name, new Phrase("Races.OutcomeUnknown", outcome.Value), new Phrase("Races.OutcomesAre"));
        }

        if (a.Value == b.Value && !string.IsNullOrWhiteSpace(a.Value))
        {
            problems(b.Name, new Phrase("Races.SamePlayer", a.Value), null);
            found = false;
        }

        return found && parsed is { } known ? new PairVote(a.Value!, b.Value!, known, cluster?.Value) : null;
    }
}
