using System.Globalization;
using Bunit;
using Workbench.Cli;
using Workbench.Components.Runs;
using Workbench.Core.Runs;

namespace Workbench.Tests.Components.Runs;

/// <summary>A run whose endpoint is away says so, since when, and what would be left.</summary>
public sealed class EndpointAwayTests : ComponentTest
{
    private static readonly DateTimeOffset Since = DateTimeOffset.Now;

    private static RunState State => new("R-0001", RunStatus.Running, 25, 5, 0, TimeSpan.FromSeconds(40), "far")
    {
        Candidates =
        [
            new CandidateProgress("far", CandidatePhase.Asking, 5, 0, 25, TimeSpan.FromSeconds(40)) { AwaySince = Since },
            new CandidateProgress("near", CandidatePhase.Asking, 5, 0, 25, TimeSpan.FromSeconds(40)),
        ],
    };

    [Theory]
    [InlineData("en", "asking far", "far: waits for its endpoint, which has not answered since {0}", "40 s left once it answers")]
    [InlineData("zh-Hans", "正在询问 far", "far：正在等待端点恢复，自 {0} 起没有应答", "恢复应答后约需 40 秒")]
    public void RunProgressLine_EndpointAway_SaysSinceWhenAndWhatWouldBeLeft(string language, string asks, string waits, string left)
    {
        Speak(language);

        var line = Render<RunProgressLine>(parameters => parameters.Add(each => each.State, State));

        Assert.Contains(string.Format(CultureInfo.InvariantCulture, waits, Since.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture)), line.Find(".is-undecided").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(asks, line.Markup, StringComparison.Ordinal);
        Assert.Contains(left, line.FindAll(".tabular")[^1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void RunLanes_EndpointAway_SaysItOfThatCandidateAlone()
    {
        var lanes = Render<RunLanes>(parameters => parameters.Add(each => each.State, State).Add(each => each.Colours, []));

        Assert.Contains("waits for its endpoint since", lanes.FindAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("waits for its endpoint", lanes.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void CommandLine_EndpointAway_SaysSinceWhenAndWhatWouldBeLeft()
    {
        Assert.Equal($"5/25, endpoint away since {Since.ToLocalTime():HH:mm:ss}", RunProgress.Phase(State.Candidates[0]));
        Assert.Equal(" 00:00:40 once it answers", RunProgress.Left(TimeSpan.FromSeconds(40), isLeast: false, isAway: true));
        Speak("zh-Hans");
        Assert.Equal(" 恢复后 ≥ 00:00:40", RunProgress.Left(TimeSpan.FromSeconds(40), isLeast: true, isAway: true));
    }
}
