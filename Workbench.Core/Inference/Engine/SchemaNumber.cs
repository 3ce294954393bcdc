using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Core.Inference.Engine;

/// <summary>Rules for a schema of numbers: digits written between two bounds.</summary>
internal sealed class SchemaNumber(JsonGrammarRules rules, JsonObject schema, string path)
{
    private const decimal Most = 9_999_999_999_999_999;

    private readonly record struct Bound(decimal Value, bool Exclusive);

    public string Integer()
    {
        if (!Bounds(out var low, out var high, integer: true))
        {
            return "integer";
        }

        var least = low is null ? -Most : low.Value.Exclusive ? decimal.Floor(low.Value.Value) + 1 : decimal.Ceiling(low.Value.Value);
        var most = high is null ? Most : high.Value.Exclusive ? decimal.Ceiling(high.Value.Value) - 1 : decimal.Floor(high.Value.Value);
        if (least > most)
        {
            return Impossible();
        }

        var parts = new List<string>();
        if (least < 0)
        {
            parts.Add($"\"-\" {Digits(Math.Max(1, -most), -least)}");
        }

        if (most >= 0)
        {
            parts.Add(Digits(Math.Max(0, least), most));
        }

        return rules.Named(string.Join(" | ", parts));
    }

    public string Number()
    {
        if (!Bounds(out var low, out var high, integer: false))
        {
            return "number";
        }

        var least = low ?? new Bound(-Most, false);
        var most = high ?? new Bound(Most, false);
        if (least.Value > most.Value || (least.Value == most.Value && (least.Exclusive || most.Exclusive)))
        {
            return Impossible();
        }

        var parts = new List<string>();
        if (least.Value < 0)
        {
            var near = most.Value < 0 ? new Bound(-most.Value, most.Exclusive) : new Bound(0, most.Value == 0 && most.Exclusive);
            parts.AddRange(Magnitude(near, new Bound(-least.Value, least.Exclusive)).Select(part => $"\"-\" {part}"));
        }

        if (most.Value > 0 || (most.Value == 0 && !most.Exclusive))
        {
            parts.AddRange(Magnitude(least.Value >= 0 ? least : new Bound(0, false), most));
        }

        return parts.Count > 0 ? rules.Named(string.Join(" | ", parts)) : Impossible();
    }

    private string Impossible() => rules.Problem("SchemaImpossible", $"{path}.{(schema.ContainsKey("minimum") ? "minimum" : "exclusiveMinimum")}");

    private bool Bounds(out Bound? low, out Bound? high, bool integer)
    {
        if (schema["multipleOf"] is { } step && !(integer && Value(step) == 1))
        {
            rules.Problem("SchemaKeyword", $"{path}.multipleOf", "multipleOf");
        }

        low = Tighter(Read("minimum", "exclusiveMinimum"), larger: true);
        high = Tighter(Read("maximum", "exclusiveMaximum"), larger: false);
        return low is not null || high is not null;
    }

    // Draft 4 says by a flag that the bound itself is left out.
    private IEnumerable<Bound> Read(string keyword, string exclusive)
    {
        var flag = schema[exclusive] is JsonValue given && given.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? given.GetValueKind() == JsonValueKind.True : (bool?)null;
        foreach (var name in (string[])[keyword, exclusive])
        {
            if (schema.TryGetPropertyValue(name, out var found) && !(name == exclusive && flag is not null))
            {
                if (Value(found) is { } value && Math.Abs(value) <= Most)
                {
                    yield return new Bound(value, name == exclusive || flag == true);
                }
                else
                {
                    rules.Invalid(found, $"{path}.{name}");
                }
            }
        }
    }

    private static decimal? Value(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number && decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static Bound? Tighter(IEnumerable<Bound> bounds, bool larger)
    {
        Bound? best = null;
        foreach (var bound in bounds)
        {
            if (best is not { } known || (larger ? bound.Value > known.Value : bound.Value < known.Value) || (bound.Value == known.Value && bound.Exclusive))
            {
                best = bound;
            }
        }

        return best;
    }

    // Positive decimals between two: whole parts strictly between take any fraction, those of the bounds a part of them.
    private List<string> Magnitude(Bound low, Bound high)
    {
        var (from, to) = (decimal.Floor(low.Value), decimal.Floor(high.Value));
        var (above, below) = (Fraction(low.Value), Fraction(high.Value));
        var parts = new List<string>();
        if (from == to)
        {
            if (above.Length == 0 && !low.Exclusive && AtMost(below, high.Exclusive) is { } within)
            {
                parts.Add($"\"{Text(from)}\" {within}".TrimEnd());
            }
            else
            {
                rules.Problem("SchemaBounds", $"{path}.{(schema.ContainsKey("minimum") ? "minimum" : "exclusiveMinimum")}");
            }

            return parts;
        }

        parts.Add($"\"{Text(from)}\" {AtLeast(above, low.Exclusive)}");
        if (to - from > 1)
        {
            parts.Add($"{Digits(from + 1, to - 1)} ( \".\" [0-9]{{1,15}} )?");
        }

        if (AtMost(below, high.Exclusive) is { } last)
        {
            parts.Add($"\"{Text(to)}\" {last}".TrimEnd());
        }

        return parts;
    }

    private static string Fraction(decimal value) => (value - decimal.Truncate(value)).ToString("0.############################", CultureInfo.InvariantCulture) is { Length: > 2 } text ? text[2..] : "";

    private static string AtLeast(string digits, bool exclusive)
    {
        if (digits.Length == 0)
        {
            return exclusive ? "\".\" [0-9]{0,14} [1-9]" : "( \".\" [0-9]{1,15} )?";
        }

        var rest = exclusive ? "[0-9]{0,14} [1-9]" : "[0-9]{0,15}";
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            rest = digits[i] < '9' ? $"( \"{digits[i]}\" {rest} | [{(char)(digits[i] + 1)}-9] [0-9]{{0,14}} )" : $"\"{digits[i]}\" {rest}";
        }

        return $"\".\" {rest}";
    }

    // Null where nothing is left.
    private static string? AtMost(string digits, bool exclusive)
    {
        if (digits.Length == 0)
        {
            return exclusive ? null : "( \".\" \"0\"{1,3} )?";
        }

        string? rest = exclusive ? null : "\"0\"{0,3}";
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            var same = i == digits.Length - 1 ? rest is null ? null : $"\"{digits[i]}\" {rest}" : $"\"{digits[i]}\" ( {rest} )?";
            var less = digits[i] > '0' ? $"[0-{(char)(digits[i] - 1)}] [0-9]{{0,14}}" : null;
            rest = string.Join(" | ", new[] { same, less }.OfType<string>());
            rest = same is not null && less is not null ? $"( {rest} )" : rest;
        }

        return $"( \".\" {rest} )?";
    }

    private static string Text(decimal value) => value.ToString("0", CultureInfo.InvariantCulture);

    // Whole numbers without sign between two, both included: by their length, then digit by digit.
    private static string Digits(decimal least, decimal most)
    {
        var parts = new List<string>();
        for (var length = Text(least).Length; length <= Text(most).Length; length++)
        {
            var first = length == 1 ? 0 : decimal.Parse("1" + new string('0', length - 1), CultureInfo.InvariantCulture);
            var last = decimal.Parse(new string('9', length), CultureInfo.InvariantCulture);
            parts.Add(Same(Text(Math.Max(least, first)), Text(Math.Min(most, last))));
        }

        return parts.Count == 1 ? parts[0] : $"( {string.Join(" | ", parts)} )";
    }

    private static string Same(string low, string high)
    {
        var common = low.Zip(high).TakeWhile(pair => pair.First == pair.Second).Count();
        if (common == low.Length)
        {
            return $"\"{low}\"";
        }

        var begin = common > 0 ? $"\"{low[..common]}\" " : "";
        var (from, to, rest) = (low[common], high[common], low.Length - common - 1);
        if (rest == 0)
        {
            return $"{begin}[{from}-{to}]";
        }

        var free = low[(common + 1)..].All(digit => digit == '0');
        var full = high[(common + 1)..].All(digit => digit == '9');
        var parts = new List<string>();
        if (!free)
        {
            parts.Add($"\"{from}\" {Same(low[(common + 1)..], new string('9', rest))}");
            from++;
        }

        if (!full)
        {
            to--;
        }

        if (from <= to)
        {
            parts.Add($"[{from}-{to}] [0-9]{{{rest}}}");
        }

        if (!full)
        {
            parts.Add($"\"{high[common]}\" {Same(new string('0', rest), high[(common + 1)..])}");
        }

        return $"{begin}( {string.Join(" | ", parts)} )";
    }
}
