using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference;

namespace Workbench.Components.Compare;

/// <summary>One of the samplers behind "more": how the page edits it and the address writes it.</summary>
/// <param name="Key">In addresses, and of its label.</param>
public sealed record SamplerField(string Key, double Least, double Most, double Step, Func<SamplerSettings, double> Get, Func<SamplerSettings, double, SamplerSettings> Set)
{
    private static readonly SamplerSettings Neutral = new();

    public static ImmutableArray<SamplerField> All { get; } =
    [
        new("typical", 0.01, 1, 0.01, s => s.TypicalP, (s, v) => s with { TypicalP = v }),
        new("sigma", 0, 10, 0.1, s => s.TopNSigma, (s, v) => s with { TopNSigma = v }),
        new("xtc", 0, 1, 0.05, s => s.XtcProbability, (s, v) => s with { XtcProbability = v }),
        new("xtc-threshold", 0, 0.5, 0.01, s => s.XtcThreshold, (s, v) => s with { XtcThreshold = v }),
        new("repeat", 0.5, 2, 0.01, s => s.RepeatPenalty, (s, v) => s with { RepeatPenalty = v }),
        new("frequency", -2, 2, 0.1, s => s.FrequencyPenalty, (s, v) => s with { FrequencyPenalty = v }),
        new("presence", -2, 2, 0.1, s => s.PresencePenalty, (s, v) => s with { PresencePenalty = v }),
        new("penalty-last", -1, 8192, 1, s => s.PenaltyLastN, (s, v) => s with { PenaltyLastN = (int)v }),
        new("dry", 0, 5, 0.1, s => s.DryMultiplier, (s, v) => s with { DryMultiplier = v }),
        new("dry-base", 1, 4, 0.05, s => s.DryBase, (s, v) => s with { DryBase = v }),
        new("dry-length", 1, 64, 1, s => s.DryAllowedLength, (s, v) => s with { DryAllowedLength = (int)v }),
        new("dry-last", -1, 8192, 1, s => s.DryLastN, (s, v) => s with { DryLastN = (int)v }),
        new("mirostat", 0, 2, 1, s => s.Mirostat, (s, v) => s with { Mirostat = (int)v }),
        new("mirostat-tau", 0, 20, 0.5, s => s.MirostatTau, (s, v) => s with { MirostatTau = v }),
        new("mirostat-eta", 0, 1, 0.01, s => s.MirostatEta, (s, v) => s with { MirostatEta = v }),
    ];

    /// <returns>Null where nothing differs from what changes nothing.</returns>
    public static SamplerSettings? Of(SamplerSettings? settings) => settings is null || settings == Neutral ? null : settings;

    /// <summary><c>typical:0.9,mirostat:2,bias.123:-5</c>; what is not understood is left out.</summary>
    public static SamplerSettings? Read(string? text)
    {
        var settings = Neutral;
        var bias = ImmutableSortedDictionary<int, double>.Empty;
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Take(400))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var key = colon < 0 ? part : part[..colon];
            if (All.FirstOrDefault(field => field.Key == key) is { } known && CompareSeat.Number(part[(colon + 1)..], known.Least, known.Most) is { } value)
            {
                settings = known.Set(settings, value);
            }
            else if (key.StartsWith("bias.", StringComparison.Ordinal) && int.TryParse(key[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var token) && CompareSeat.Number(part[(colon + 1)..], -100, 100) is { } shift)
            {
                bias = bias.SetItem(token, shift);
            }
        }

        return Of(bias.IsEmpty ? settings : settings with { LogitBias = bias });
    }

    public static string? Write(SamplerSettings? settings)
    {
        if (Of(settings) is not { } given)
        {
            return null;
        }

        var parts = All.Where(field => field.Get(given) != field.Get(Neutral)).Select(field => $"{field.Key}:{Text(field.Get(given))}")
            .Concat((given.LogitBias ?? ImmutableSortedDictionary<int, double>.Empty).Select(pair => string.Create(CultureInfo.InvariantCulture, $"bias.{pair.Key}:{pair.Value}")));
        return string.Join(',', parts);
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
