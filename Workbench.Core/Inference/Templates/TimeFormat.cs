using System.Globalization;
using System.Text;

namespace Workbench.Core.Inference.Templates;

/// <summary><c>strftime</c> in the C locale.</summary>
internal static class TimeFormat
{
    public static string Of(DateTimeOffset time, string pattern)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || i + 1 == pattern.Length)
            {
                text.Append(pattern[i]);
                continue;
            }

            var bare = pattern[i + 1] == '-' && i + 2 < pattern.Length;
            i += bare ? 2 : 1;
            var part = Part(time, pattern[i]);
            text.Append(bare && part.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : bare ? "0" : part);
        }

        return text.ToString();
    }

    private static string Part(DateTimeOffset time, char letter) => letter switch
    {
        'a' => Net(time, "ddd"),
        'A' => Net(time, "dddd"),
        'b' or 'h' => Net(time, "MMM"),
        'B' => Net(time, "MMMM"),
        'd' => Net(time, "dd"),
        'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'm' => Net(time, "MM"),
        'y' => Net(time, "yy"),
        'Y' => Net(time, "yyyy"),
        'H' => Net(time, "HH"),
        'I' => Net(time, "hh"),
        'p' => Net(time, "tt"),
        'M' => Net(time, "mm"),
        'S' => Net(time, "ss"),
        'f' => Net(time, "ffffff"),
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'u' => (time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'w' => ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'U' => ((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7).ToString("00", CultureInfo.InvariantCulture),
        'W' => ((time.DayOfYear + 6 - (((int)time.DayOfWeek + 6) % 7)) / 7).ToString("00", CultureInfo.InvariantCulture),
        'V' => ISOWeek.GetWeekOfYear(time.DateTime).ToString("00", CultureInfo.InvariantCulture),
        'G' => ISOWeek.GetYear(time.DateTime).ToString(CultureInfo.InvariantCulture),
        'F' => Net(time, "yyyy-MM-dd"),
        'D' or 'x' => Net(time, "MM/dd/yy"),
        'T' or 'X' => Net(time, "HH:mm:ss"),
        'R' => Net(time, "HH:mm"),
        'c' => $"{Net(time, "ddd MMM")} {Part(time, 'e')} {Net(time, "HH:mm:ss yyyy")}",
        // The clock is a local one without a named zone.
        'z' or 'Z' => "",
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => throw new TemplateFailure("TemplateUnsupported", $"strftime %{letter}"),
    };

    private static string Net(DateTimeOffset time, string format) => time.ToString(format.Length == 1 ? "%" + format : format, CultureInfo.InvariantCulture);
}
