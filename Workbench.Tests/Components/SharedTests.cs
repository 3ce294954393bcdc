using Bunit;
using Workbench.Components.Shared;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;

namespace Workbench.Tests.Components;

public sealed class SharedTests : ComponentTest
{
    private static readonly Estimate Rate = new(0.027, 0.008, 0.087, 120, 30, "wilson-clustered");

    [Fact]
    public void EstimateText_WithEstimate_ShowsValueIntervalAndHowItWasMeasured()
    {
        var text = Render<EstimateText>(p => p.Add(c => c.Estimate, Rate));

        Assert.Equal("2.7", text.Find("b").TextContent);
        Assert.Equal("[0.8, 8.7]", text.Find(".ci").TextContent);
        Assert.Equal("95\u202f% interval 0.8 to 8.7; n = 120 in 30 groups; Wilson, clustered", text.Find(".est").GetAttribute("title"));
    }

    [Fact]
    public void EstimateText_WithoutEstimate_ShowsADashAndTheReason()
    {
        var text = Render<EstimateText>(p => p.Add(c => c.Metric, new Metric("claim-outcome.made-up", null, new Phrase("nothing attempted"))));

        Assert.StartsWith("—", text.Find(".est").TextContent, StringComparison.Ordinal);
        Assert.Equal("nothing attempted", text.Find(".est").GetAttribute("title"));
    }

    [Fact]
    public void IntervalMark_InAnyCulture_WritesInvariantNumbersInsideItsAxis()
    {
        Speak("de");
        var mark = Render<IntervalMark>(p => p.Add(c => c.Value, 0.118).Add(c => c.Low, -0.2).Add(c => c.High, 1.5).Add(c => c.Limit, 0.15).Add(c => c.Index, 3));

        Assert.Equal("--min:0;--max:1;--lo:0;--hi:1;--v:0.118;--limit:0.15", mark.Find(".iv").GetAttribute("style"));
        Assert.Equal(["◂", "▸"], mark.FindAll("b").Select(arrow => arrow.TextContent));
    }

    [Fact]
    public void OutcomeChip_ForAnError_NeverReadsAsIncorrect()
    {
        var chip = Render<OutcomeChip>(p => p.Add(c => c.Outcome, Outcome.Incorrect).Add(c => c.IsError, true));

        Assert.Contains("is-error", chip.Find(".tag").ClassList);
        Assert.Equal("failed", chip.Find(".tag").TextContent.Trim());
    }

    [Fact]
    public void VerdictChip_InChinese_SaysTheVerdict()
    {
        Speak("zh-Hans");
        var chip = Render<VerdictChip>(p => p.Add(c => c.Verdict, VerdictKind.NotEnoughEvidence));

        Assert.Equal("证据不足", chip.Find(".tag").TextContent.Trim());
    }

    [Fact]
    public void HashText_Long_IsCutInTheMiddleAndCopiesTheWhole()
    {
        const string Hash = "0fe4a479b19b4c4028573d2f32510ba3cd5ce2a4f623f5accb4cc9ffb6a0a18a";
        var text = Render<HashText>(p => p.Add(c => c.Value, Hash));

        Assert.StartsWith("0fe4a4…a0a18a", text.Find("button").TextContent, StringComparison.Ordinal);
        Assert.Equal(Hash, text.Find("button").GetAttribute("data-copy"));
    }

    [Fact]
    public void ProblemList_ShowsFileLineFieldAndHint()
    {
        var list = Render<ProblemList>(p => p.Add(c => c.Problems, [new InputProblem(new Phrase("no target"), "/somewhere/facts.yaml", 12, "samples[3].target", new Phrase("Name one"))]));

        Assert.Equal("facts.yaml:12 samples[3].target", list.Find(".place").TextContent);
        Assert.Contains("no target", list.Markup, StringComparison.Ordinal);
        Assert.Contains("Name one", list.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "95\u202f%")]
    [InlineData("zh-Hans", "95%")]
    public void Percent_FollowsTheLanguage(string culture, string expected)
    {
        Speak(culture);
        Assert.Equal(expected, Numbers.Percent(0.95));
    }

    [Fact]
    public void Digits_RoundedToZero_HasNoSign() => Assert.Equal("0.0", Numbers.Digits(-0.04, 1, plus: true));

    [Theory]
    [InlineData("en", "6 Nov 2026 09:05")]
    [InlineData("zh-Hans", "2026年11月6日 09:05")]
    public void TimeText_FollowsTheLanguage(string culture, string expected)
    {
        Speak(culture);
        var local = new DateTime(2026, 11, 6, 9, 5, 0, DateTimeKind.Local);
        Assert.Equal(expected, Times.Full(local));
    }
}
