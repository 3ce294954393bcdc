using System.Globalization;
using Workbench.Components.Shared;

namespace Workbench.Tests.Components;

public sealed class DateAxisTests : ComponentTest
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(8), "east", "east");

    [Theory]
    [InlineData("2026-11-20 10:07", "2026-11-20 10:52", "10:15 10:30 10:45", "20 Nov 10:15|10:30|10:45", "11月20日 10:15|10:30|10:45")]
    [InlineData("2026-11-20 21:00", "2026-11-21 04:00", "21:00 00:00 03:00", "21:00|21 Nov|03:00", "21:00|11月21日|03:00")]
    [InlineData("2026-11-20 10:00", "2026-11-23 10:00", "11-21 11-22 11-23", "21 Nov|22 Nov|23 Nov", "11月21日|11月22日|11月23日")]
    [InlineData("2026-11-12 10:00", "2026-12-10 10:00", "11-16 11-23 11-30 12-07", "16 Nov|23 Nov|30 Nov|7 Dec", "11月16日|11月23日|11月30日|12月7日")]
    [InlineData("2026-11-12 10:00", "2027-02-20 10:00", "12-01 01-01 02-01", "Dec|2027|Feb", "12月|2027年|2月")]
    [InlineData("2026-02-12 10:00", "2026-05-20 10:00", "03-01 04-01 05-01", "Mar 2026|Apr|May", "2026年3月|4月|5月")]
    [InlineData("2026-11-12 10:00", "2027-11-26 10:00", "01-01 04-01 07-01 10-01", "2027|Apr|Jul|Oct", "2027年|4月|7月|10月")]
    [InlineData("2026-11-12 10:00", "2028-12-26 10:00", "01-01 07-01 01-01 07-01", "2027|Jul|2028|Jul", "2027年|7月|2028年|7月")]
    [InlineData("2026-11-12 10:00", "2030-12-26 10:00", "01-01 01-01 01-01 01-01", "2027|2028|2029|2030", "2027年|2028年|2029年|2030年")]
    [InlineData("2026-11-12 10:00", "2126-12-26 10:00", "01-01 01-01", "2050|2100", "2050年|2100年")]
    public void Ticks_OfASpan_StandAtStartsOfTheCalendarsUnits(string first, string last, string at, string english, string chinese)
    {
        var pattern = at.Contains(':', StringComparison.Ordinal) ? "HH:mm" : "MM-dd";
        var ticks = DateAxis.Ticks(Time(first), Time(last), 4, Shanghai);
        Speak("zh-Hans");
        var inChinese = DateAxis.Ticks(Time(first), Time(last), 4, Shanghai);

        Assert.Equal(at, string.Join(' ', ticks.Select(tick => tick.At.ToString(pattern, CultureInfo.InvariantCulture))));
        Assert.All(ticks, tick => Assert.True(tick.At.Offset == TimeSpan.FromHours(8) && tick.At >= Time(first) && tick.At <= Time(last)));
        Assert.Equal(english, string.Join('|', ticks.Select(tick => tick.Label)));
        Assert.Equal(chinese, string.Join('|', inChinese.Select(tick => tick.Label)));
    }

    [Fact]
    public void Ticks_OfAnySpan_AreAFewAndNotNone()
    {
        var first = Time("2026-11-12 10:00");
        for (var days = 28; days < 20000; days = (days * 11 / 10) + 1)
        {
            for (var shift = 0; shift < 400; shift += 37)
            {
                Assert.InRange(DateAxis.Ticks(first.AddDays(shift), first.AddDays(shift + (days * 0.84)), 4, Shanghai).Length, 1, 4);
            }
        }
    }

    private static DateTimeOffset Time(string text) => new(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}
