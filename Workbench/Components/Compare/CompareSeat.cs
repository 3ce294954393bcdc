using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Workbench.Core.Inference;

namespace Workbench.Components.Compare;

/// <summary>One candidate as the page edits it.</summary>
/// <param name="System">Empty takes the one of all columns.</param>
/// <param name="Template">A named template or the text of one; empty takes the file's own.</param>
public sealed record CompareSeat(string Model, string System, GenerateSettings Settings, ImmutableArray<AdapterUse> Adapters = default, string Template = "")
{
    private static readonly GenerateSettings Default = new();

    public ImmutableArray<AdapterUse> Adapters { get; init; } = Adapters.IsDefault ? [] : Adapters;

    public static CompareSeat Of(string model) => new(model, "", Default);

    /// <param name="common">The system prompt of all columns.</param>
    public static CompareSeat Of(Candidate candidate, string? common = null) => new(
        candidate.Model,
        candidate.SystemPrompt == (string.IsNullOrWhiteSpace(common) ? null : common) ? "" : candidate.SystemPrompt ?? "",
        candidate.Settings ?? Default,
        candidate.Adapters,
        candidate.Template ?? "");

    public bool Equals(CompareSeat? other) => other is not null && (Model, System, Template) == (other.Model, other.System, other.Template) && Settings == other.Settings && Adapters.SequenceEqual(other.Adapters);

    public override int GetHashCode() => HashCode.Combine(Model, System, Template, Settings);

    internal static CompareSeat Read(Func<string, string?> value) => new(
        value("m")!,
        value("s") ?? "",
        Default with
        {
            Temperature = Number(value("t"), 0, 2) ?? Default.Temperature,
            TopP = Number(value("p"), 0.01, 1) ?? Default.TopP,
            TopK = (int?)Number(value("k"), 0, 1000) ?? Default.TopK,
            MinP = Number(value("mp"), 0, 0.99) ?? Default.MinP,
            MaxTokens = (int?)Number(value("n"), 1, 8192) ?? Default.MaxTokens,
            Seed = (long?)Number(value("seed"), 0, int.MaxValue) ?? Default.Seed,
            Stop = ReadStop(value("stop")),
            JsonSchema = value("js") is { Length: > 0 } schema ? schema : null,
            Grammar = value("g") is { Length: > 0 } grammar ? grammar : null,
            Samplers = SamplerField.Read(value("x")),
        },
        ReadAdapters(value("a")),
        value("tpl") ?? "");

    /// <summary>Only what differs from the usual settings, so that addresses stay readable.</summary>
    internal IEnumerable<(string Name, string? Value)> Query(string number) =>
    [
        ("m" + number, Model),
        ("s" + number, System),
        ("t" + number, Unless(Settings.Temperature, Default.Temperature)),
        ("p" + number, Unless(Settings.TopP, Default.TopP)),
        ("k" + number, Unless(Settings.TopK, Default.TopK)),
        ("mp" + number, Unless(Settings.MinP, Default.MinP)),
        ("n" + number, Unless(Settings.MaxTokens, Default.MaxTokens)),
        ("seed" + number, Settings.Seed == Default.Seed ? null : Settings.Seed?.ToString(CultureInfo.InvariantCulture)),
        ("x" + number, SamplerField.Write(Settings.Samplers)),
        ("stop" + number, Settings.Stop.IsEmpty ? null : JsonSerializer.Serialize(Settings.Stop)),
        ("js" + number, Settings.JsonSchema),
        ("g" + number, Settings.Grammar),
        ("a" + number, WriteAdapters(Adapters)),
        ("tpl" + number, Template),
    ];

    /// <summary>One adapter a line or between bars, its scale after the last asterisk: <c>poet*0.8</c>.</summary>
    internal static ImmutableArray<AdapterUse> ReadAdapters(string? text) =>
    [
        .. (text ?? "").Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(8).Select(part =>
            part.LastIndexOf('*') is > 0 and var star && Number(part[(star + 1)..], -10, 10) is { } scale ? new AdapterUse(part[..star].Trim(), scale) : new AdapterUse(part)),
    ];

    internal static string WriteAdapters(ImmutableArray<AdapterUse> adapters, char between = '|') =>
        string.Join(between, adapters.Select(use => use.Scale == 1 ? use.Adapter : $"{use.Adapter}*{use.Scale.ToString(CultureInfo.InvariantCulture)}"));

    private static ImmutableArray<string> ReadStop(string? json)
    {
        try
        {
            return json is null ? [] : [.. (JsonSerializer.Deserialize<string[]>(json) ?? []).Where(text => !string.IsNullOrEmpty(text)).Take(16)];
        }
        catch (JsonException)
        {
            // An address somebody cut short: the rest of it still holds.
            return [];
        }
    }

    private static string? Unless(double value, double usual) => value == usual ? null : value.ToString(CultureInfo.InvariantCulture);

    internal static double? Number(string? text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number) ? Math.Clamp(number, least, most) : null;
}
