using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Scoring;

/// <summary>What a scorer found.</summary>
public enum Outcome
{
    Correct,
    Partial,
    Incorrect,

    /// <summary>The model said that it does not know, refused, or gave nothing.</summary>
    NoAnswer,

    /// <summary>No score could be given; the reason says why. Never counted as wrong.</summary>
    Unscored,

    /// <summary>Something was measured that is neither right nor wrong; the numbers are in the values.</summary>
    Measured,
}

/// <summary>The verdict of one scorer on one answer.</summary>
/// <param name="Scorer">Kind of the scorer, as in the suite file.</param>
/// <param name="Value">0 to 1; null when unscored or only measured.</param>
/// <param name="Answer">The part of the answer the verdict rests on; null when it rests on the whole.</param>
public sealed record Score(string Scorer, Outcome Outcome, double? Value, string? Answer, Phrase Reason)
{
    /// <summary>Further numbers by name, for example <c>entropy</c>, <c>length</c>; finite. Empty where there are none.</summary>
    public ImmutableSortedDictionary<string, double> Values { get; init; } = NoValues;

    /// <summary>What another model was sent to come to this verdict, as it saw it; null where none was asked.</summary>
    public string? Sent { get; init; }

    public bool Equals(Score? other) => other is not null
        && (Scorer, Outcome, Value, Answer, Reason, Sent) == (other.Scorer, other.Outcome, other.Value, other.Answer, other.Reason, other.Sent)
        && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Scorer, Outcome, Value, Answer, Reason, Values.Count);

    private static ImmutableSortedDictionary<string, double> NoValues { get; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Adds numbers; those that are missing or not finite are left out.</summary>
    public Score With(params IEnumerable<(string Name, double? Value)> values) =>
        this with { Values = Values.SetItems(values.Where(each => each.Value is { } value && double.IsFinite(value)).Select(each => KeyValuePair.Create(each.Name, each.Value!.Value))) };
}
