using System.Globalization;
using Workbench.Configuration;

namespace Workbench.Components.Shared;

/// <summary>How numbers are written for people, and how they are written for stylesheets.</summary>
public static class Numbers
{
    private const string NarrowSpace = "\u202f";
    private const double Gibibyte = 1024d * 1024 * 1024;

    /// <summary>Grouped by thousands.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>A fixed number of decimals, with the minus sign of typography.</summary>
    public static string Digits(double value, int digits, bool plus = false)
    {
        var text = Math.Abs(value).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.CurrentCulture);
        var isZero = text.All(letter => letter is '0' or '.' or ',');
        return isZero ? text : value < 0 ? "−" + text : plus ? "+" + text : text;
    }

    /// <param name="rate">0 to 1.</param>
    /// <returns><c>95%</c> closed up in Chinese, with a narrow space in English.</returns>
    public static string Percent(double rate, int digits = 0) => Digits(rate * 100, digits) + (Cultures.IsChinese ? "%" : NarrowSpace + "%");

    /// <summary>Bytes in GiB without the unit.</summary>
    public static string Gibibytes(long bytes) => bytes switch
    {
        0 => "0",
        < (long)(0.01 * Gibibyte) => $"< {Digits(0.01, 2)}",
        < (long)(10 * Gibibyte) => Digits(bytes / Gibibyte, 2),
        _ => Digits(bytes / Gibibyte, 1),
    };

    /// <summary>Parameters of a model: <c>7.62 B</c>, <c>135 M</c>.</summary>
    public static string Parameters(long count) => count switch
    {
        >= 10_000_000_000 => Digits(count / 1e9, 1) + " B",
        >= 1_000_000_000 => Digits(count / 1e9, 2) + " B",
        >= 10_000_000 => Digits(count / 1e6, 0) + " M",
        >= 1_000_000 => Digits(count / 1e6, 1) + " M",
        _ => Digits(count / 1e3, 0) + " K",
    };

    /// <summary>For style attributes and SVG: never a decimal comma, or the mark vanishes.</summary>
    public static string Invariant(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
