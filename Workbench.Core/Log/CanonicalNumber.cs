using System.Globalization;
using System.Numerics;

namespace Workbench.Core.Log;

/// <summary>A number as ECMAScript's <c>Number.prototype.toString</c> writes it, which RFC 8785 asks for.</summary>
internal static class CanonicalNumber
{
    /// <param name="json">A JSON number.</param>
    public static string Write(string json)
    {
        var value = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);
        var text = !double.IsFinite(value) || value == 0 ? "0" : value < 0 ? "-" + Positive(-value) : Positive(value);
        return double.IsFinite(value) && (text == json || IsHeld(json, value))
            ? text
            : throw new ArgumentException($"{json} is no number that JSON readers agree on; write it as a string.", nameof(json));
    }

    // Whole numbers beyond 2^53 would silently become their neighbour.
    private static bool IsHeld(string json, double value) =>
        json.AsSpan().ContainsAny('.', 'e', 'E') || BigInteger.Parse(json, CultureInfo.InvariantCulture) == new BigInteger(value);

    private static string Positive(double value)
    {
        // The shortest digits that read back as the same double, in .NET's own places: 1E+23, 123.5 or 0.001.
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var exponent = parts.Length == 2 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var whole = parts[0].Split('.')[0];
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        return Place(significant.TrimEnd('0'), whole.Length + exponent - (digits.Length - significant.Length));
    }

    /// <param name="digits">Significant digits without a point.</param>
    /// <param name="point">Where the decimal point stands, counted from the first digit.</param>
    private static string Place(string digits, int point)
    {
        switch (point)
        {
            case >= 1 and <= 21 when digits.Length <= point:
                return digits.PadRight(point, '0');
            case >= 1 and <= 21:
                return $"{digits[..point]}.{digits[point..]}";
            case > -6 and <= 0:
                return $"0.{new string('0', -point)}{digits}";
            default:
                var exponent = point - 1;
                var sign = exponent < 0 ? "-" : "+";
                var fraction = digits.Length == 1 ? "" : "." + digits[1..];
                return $"{digits[0]}{fraction}e{sign}{Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)}";
        }
    }
}
