using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Workbench.Configuration;
using Workbench.Core.Inference;

namespace Workbench.Components.Compare;

/// <summary>What the page compares, as its address says: the same address shows the same view.</summary>
public sealed record ComparePlan(ImmutableArray<CompareSeat> Seats, string Prompt = "", bool Blind = false)
{
    public const int Fewest = 2;
    public const int Most = 4;

    /// <summary>The part of the address that opens the prompt as it was sent: a seat, 0-based.</summary>
    public const string SentName = "sent";

    /// <summary>Candidates with names that tell them apart: the model, and a number where a model sits twice.</summary>
    public ImmutableArray<Candidate> Candidates =>
    [
        .. Seats.Select((seat, index) =>
        {
            var before = Seats.Take(index).Count(other => other.Model == seat.Model);
            var name = before == 0 ? seat.Model : string.Create(CultureInfo.InvariantCulture, $"{seat.Model} #{before + 1}");
            return new Candidate(name, seat.Model, string.IsNullOrWhiteSpace(seat.System) ? null : seat.System, seat.Settings);
        }),
    ];

    public static ComparePlan Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        string? Value(string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;
        var seats = Enumerable.Range(1, Most)
            .Select(number => number.ToString(CultureInfo.InvariantCulture))
            .Where(number => Value("m" + number) is { Length: > 0 })
            .Select(number => new CompareSeat(Value("m" + number)!, Value("s" + number) ?? "", CompareSeat.Read(name => Value(name + number))));
        return new ComparePlan([.. seats], Value("q") ?? "", Value("blind") == "1");
    }

    public string Url(int? sent = null) => WorkbenchUrls.Compare(
    [
        .. Seats.SelectMany((seat, index) => seat.Query((index + 1).ToString(CultureInfo.InvariantCulture))),
        ("q", Prompt),
        ("blind", Blind ? "1" : null),
        (SentName, sent?.ToString(CultureInfo.InvariantCulture)),
    ]);

    public ComparePlan With(int index, CompareSeat seat) => this with { Seats = Seats.SetItem(index, seat) };

    public bool Equals(ComparePlan? other) => other is not null && Prompt == other.Prompt && Blind == other.Blind && Seats.SequenceEqual(other.Seats);

    public override int GetHashCode() => HashCode.Combine(Prompt, Blind, Seats.Length);
}

/// <summary>One candidate as the page edits it.</summary>
public sealed record CompareSeat(string Model, string System, GenerateSettings Settings)
{
    private static readonly GenerateSettings Default = new();

    public static CompareSeat Of(string model) => new(model, "", Default);

    internal static GenerateSettings Read(Func<string, string?> value) => Default with
    {
        Temperature = Number(value("t"), 0, 2) ?? Default.Temperature,
        TopP = Number(value("p"), 0.01, 1) ?? Default.TopP,
        MaxTokens = (int?)Number(value("n"), 1, 8192) ?? Default.MaxTokens,
        Seed = (long?)Number(value("seed"), 0, int.MaxValue) ?? Default.Seed,
    };

    /// <summary>Only what differs from the usual settings, so that addresses stay readable.</summary>
    internal IEnumerable<(string Name, string? Value)> Query(string number) =>
    [
        ("m" + number, Model),
        ("s" + number, System),
        ("t" + number, Unless(Settings.Temperature, Default.Temperature)),
        ("p" + number, Unless(Settings.TopP, Default.TopP)),
        ("n" + number, Unless(Settings.MaxTokens, Default.MaxTokens)),
        ("seed" + number, Settings.Seed == Default.Seed ? null : Settings.Seed?.ToString(CultureInfo.InvariantCulture)),
    ];

    private static string? Unless(double value, double usual) => value == usual ? null : value.ToString(CultureInfo.InvariantCulture);

    private static double? Number(string? text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number) ? Math.Clamp(number, least, most) : null;
}
