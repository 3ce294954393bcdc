using System.Collections.Immutable;
using System.Globalization;
using Workbench.Configuration;

namespace Workbench.Components.Shared;

/// <summary>A place on a time axis, and its words.</summary>
public sealed record DateTick(DateTimeOffset At, string Label);

/// <summary>Marks of a time axis at starts of the calendar's own units: hours, days, Mondays, months, quarters, years.</summary>
public static class DateAxis
{
    private enum Unit
    {
        Minute,
        Day,
        Month,
    }

    private static readonly ImmutableArray<(Unit Unit, int Count)> Steps =
    [
        (Unit.Minute, 1), (Unit.Minute, 5), (Unit.Minute, 15), (Unit.Minute, 60), (Unit.Minute, 180), (Unit.Minute, 360), (Unit.Minute, 720),
        (Unit.Day, 1), (Unit.Day, 2), (Unit.Day, 7), (Unit.Day, 14),
        (Unit.Month, 1), (Unit.Month, 3), (Unit.Month, 6), (Unit.Month, 12), (Unit.Month, 24), (Unit.Month, 60), (Unit.Month, 120), (Unit.Month, 600), (Unit.Month, 1200),
    ];

    // A Monday that starts a year, so that steps of weeks and of even days begin somewhere.
    private static readonly DateTime Epoch = new(1900, 1, 1);

    /// <param name="most">Marks at most; the finest step that keeps to it is taken.</param>
    /// <param name="zone">Whose midnights; this machine's unless told.</param>
    public static ImmutableArray<DateTick> Ticks(DateTimeOffset first, DateTimeOffset last, int most, TimeZoneInfo? zone = null)
    {
        zone ??= TimeZoneInfo.Local;
        var (from, to) = (TimeZoneInfo.ConvertTime(first, zone).DateTime, TimeZoneInfo.ConvertTime(last, zone).DateTime);
        foreach (var step in Steps)
        {
            if ((to - from) / Length(step) > most + 1)
            {
                continue;
            }

            ImmutableArray<DateTime> starts = [.. Starts(step, from, to)];
            if (starts.Length <= most)
            {
                return [.. starts.Select((at, index) => new DateTick(new DateTimeOffset(at, zone.GetUtcOffset(at)), Label(step.Unit, at, index == 0 && !starts.Any(start => Opens(step.Unit, start)))))];
            }
        }

        return [];
    }

    private static TimeSpan Length((Unit Unit, int Count) step) => step.Unit switch
    {
        Unit.Minute => TimeSpan.FromMinutes(step.Count),
        Unit.Day => TimeSpan.FromDays(step.Count),
        _ => TimeSpan.FromDays(step.Count * 30.4),
    };

    private static IEnumerable<DateTime> Starts((Unit Unit, int Count) step, DateTime from, DateTime to)
    {
        var past = step.Unit == Unit.Month ? ((from.Year - Epoch.Year) * 12) + from.Month - 1 : (long)Math.Floor((from - Epoch) / (Length(step) / step.Count));
        for (var at = past - (((past % step.Count) + step.Count) % step.Count); ; at += step.Count)
        {
            var start = step.Unit switch
            {
                Unit.Minute => Epoch.AddMinutes(at),
                Unit.Day => Epoch.AddDays(at),
                _ => Epoch.AddMonths((int)at),
            };
            if (start > to)
            {
                yield break;
            }

            if (start >= from)
            {
                yield return start;
            }
        }
    }

    /// <summary>It starts the unit above, which its words then name: a day, or a year.</summary>
    private static bool Opens(Unit unit, DateTime at) => unit switch
    {
        Unit.Minute => at.TimeOfDay == TimeSpan.Zero,
        Unit.Day => true,
        _ => at.Month == 1,
    };

    private static string Label(Unit unit, DateTime at, bool whole)
    {
        var chinese = Cultures.IsChinese;
        var pattern = unit switch
        {
            Unit.Minute when whole => chinese ? "M月d日 HH:mm" : "d MMM HH:mm",
            Unit.Minute when !Opens(unit, at) => "HH:mm",
            Unit.Month when whole => chinese ? "yyyy年M月" : "MMM yyyy",
            Unit.Month when at.Month == 1 => chinese ? "yyyy年" : "yyyy",
            Unit.Month => chinese ? "M月" : "MMM",
            _ => chinese ? "M月d日" : "d MMM",
        };
        return at.ToString(pattern, CultureInfo.CurrentCulture);
    }
}
