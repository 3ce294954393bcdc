using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Workbench.Configuration;
using Workbench.Core.Comparisons;
using Workbench.Core.Inference;

namespace Workbench.Components.Compare;

/// <summary>What the page compares, as its address says: the same address shows the same view.</summary>
/// <param name="System">System prompt of every column that has none of its own.</param>
/// <param name="Pace">One of the words of <see cref="PacePlan"/>; empty for what fits.</param>
public sealed record ComparePlan(ImmutableArray<CompareSeat> Seats, string Prompt = "", bool Blind = false, string System = "", string Pace = "")
{
    public const int Fewest = 2;
    public const int Most = 8;

    /// <summary>Longest address that every server and browser on the way takes; what is longer is kept under a short one.</summary>
    public const int LongestUrl = 4000;

    /// <summary>Candidates with names that tell them apart: the model, and a number where a model sits twice.</summary>
    public ImmutableArray<Candidate> Candidates =>
    [
        .. Seats.Select((seat, index) =>
        {
            var before = Seats.Take(index).Count(other => other.Model == seat.Model);
            var name = before == 0 ? seat.Model : string.Create(CultureInfo.InvariantCulture, $"{seat.Model} #{before + 1}");
            var system = string.IsNullOrWhiteSpace(seat.System) ? System : seat.System;
            return new Candidate(name, seat.Model, string.IsNullOrWhiteSpace(system) ? null : system, seat.Settings, seat.Adapters, string.IsNullOrWhiteSpace(seat.Template) ? null : seat.Template);
        }),
    ];

    public static ComparePlan Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        string? Value(string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;
        var seats = Enumerable.Range(1, Most)
            .Select(number => number.ToString(CultureInfo.InvariantCulture))
            .Where(number => Value("m" + number) is { Length: > 0 })
            .Select(number => CompareSeat.Read(name => Value(name + number)));
        return new ComparePlan([.. seats], Value("q") ?? "", Value("blind") == "1", Value("sys") ?? "", Value("pace") is PacePlan.Together or PacePlan.OneByOne ? Value("pace")! : "");
    }

    /// <summary>The plan that a kept comparison was asked by.</summary>
    public static ComparePlan Of(Comparison kept) => new(
        [.. kept.Candidates.Select(candidate => CompareSeat.Of(candidate, kept.View.System))],
        kept.Path.IsEmpty ? kept.View.Draft : kept.Path[0].Question,
        kept.View.Blind,
        kept.View.System ?? "",
        kept.View.Pace);

    public string Url(CompareLook? look = null) => WorkbenchUrls.Compare(
    [
        .. Seats.SelectMany((seat, index) => seat.Query((index + 1).ToString(CultureInfo.InvariantCulture))),
        ("sys", System),
        ("q", Prompt),
        ("pace", Pace),
        ("blind", Blind ? "1" : null),
        .. (look ?? CompareLook.Usual).Query(),
    ]);

    public ComparePlan With(int index, CompareSeat seat) => this with { Seats = Seats.SetItem(index, seat) };

    /// <summary>Who answers and how, without what is asked.</summary>
    public bool AsksTheSame(ComparePlan other) => Seats.SequenceEqual(other.Seats) && (Blind, System) == (other.Blind, other.System);

    public bool Equals(ComparePlan? other) => other is not null && AsksTheSame(other) && (Prompt, Pace) == (other.Prompt, other.Pace);

    public override int GetHashCode() => HashCode.Combine(Prompt, Blind, System, Pace, Seats.Length);
}
