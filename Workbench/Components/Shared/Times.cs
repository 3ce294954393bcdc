using System.Globalization;
using Microsoft.Extensions.Localization;
using Workbench.Configuration;

namespace Workbench.Components.Shared;

/// <summary>Dates and durations as the two languages write them, in this machine's time zone.</summary>
public static class Times
{
    public static string Full(DateTimeOffset at) => Write(at, Cultures.IsChinese ? "yyyy年M月d日 HH:mm" : "d MMM yyyy HH:mm");

    public static string Day(DateTimeOffset at) => Write(at, Cultures.IsChinese ? "yyyy年M月d日" : "d MMM yyyy");

    /// <summary>Today's heading: <c>Monday 16 November</c>, <c>11月16日 星期一</c>.</summary>
    public static string Heading(DateTimeOffset at) => Write(at, Cultures.IsChinese ? "M月d日 dddd" : "dddd d MMMM");

    /// <summary>The time today, the date this year, else the whole date.</summary>
    public static string Near(DateTimeOffset at, DateTimeOffset now)
    {
        var (then, today) = (at.ToLocalTime(), now.ToLocalTime());
        return then.Date == today.Date ? Write(at, "HH:mm")
            : then.Year == today.Year ? Write(at, Cultures.IsChinese ? "M月d日" : "d MMM")
            : Day(at);
    }

    /// <summary>One unit, as precise as a person needs: <c>84 ms</c>, <c>9.2 s</c>, <c>40 s</c>, <c>6 min</c>, <c>2 h</c>, <c>3 d</c>.</summary>
    public static string Duration(TimeSpan span, IStringLocalizer<SharedText> text) => span.TotalSeconds switch
    {
        < 1 => text["Milliseconds", Numbers.Digits(span.TotalMilliseconds, 0)],
        < 10 => text["Seconds", Numbers.Digits(span.TotalSeconds, 1)],
        < 90 => text["Seconds", Numbers.Digits(span.TotalSeconds, 0)],
        < 5400 => text["Minutes", Numbers.Digits(span.TotalMinutes, 0)],
        < 172800 => text["Hours", Numbers.Digits(span.TotalHours, 0)],
        _ => text["Days", Numbers.Digits(span.TotalDays, 0)],
    };

    private static string Write(DateTimeOffset at, string pattern) => at.ToLocalTime().ToString(pattern, CultureInfo.CurrentCulture);
}
