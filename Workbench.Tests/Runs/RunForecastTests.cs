using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Runs;

namespace Workbench.Tests.Runs;

public sealed class RunForecastTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Now_SecondCandidateTenTimesSlower_TellsEachByItsOwnPace()
    {
        var forecast = new RunForecast(_time);
        forecast.Add("quick", "", 20, 0, 0, 0);
        forecast.Add("slow", "", 20, 0, 0, 0);
        Assert.Null(forecast.Now().Left);
        forecast.Asking("quick");
        Answer(forecast, "quick", 10, 1);

        // The second one has no pace yet: no more than a least time may be told.
        Assert.Equal((TimeSpan.FromSeconds(10), true), (forecast.Now().Left, forecast.Now().IsLeast));
        Answer(forecast, "quick", 10, 1);
        forecast.Ended("quick");
        forecast.Asking("slow");
        Answer(forecast, "slow", 5, 10);

        Assert.Equal((TimeSpan.FromSeconds(150), false), (forecast.Now().Left, forecast.Now().IsLeast));
        Assert.Equal([CandidatePhase.Done, CandidatePhase.Asking], forecast.Now().Candidates.Select(candidate => candidate.Phase));
        Answer(forecast, "slow", 15, 10);
        Assert.Equal((TimeSpan.Zero, false), (forecast.Now().Left, forecast.Now().IsLeast));
    }

    [Fact]
    public void Now_ModelsToBeLoaded_CountsTheirLoadingByTheirSize()
    {
        var forecast = new RunForecast(_time);
        forecast.Add("small", "", 10, 0, 0, 1000);
        forecast.Add("large", "", 10, 0, 0, 3000);
        forecast.Loading("small");
        _time.Advance(TimeSpan.FromSeconds(20));
        forecast.Asking("small");
        Answer(forecast, "small", 5, 2);

        // Its own pace begins after the load: 5 × 2 s, and 60 s to load what is three times as large.
        Assert.Equal((TimeSpan.FromSeconds(70), true), (forecast.Now().Left, forecast.Now().IsLeast));
        Assert.Equal(TimeSpan.FromSeconds(10), forecast.Now().Candidates[0].TimeLeft);
    }

    [Fact]
    public void Now_LanesSideBySide_TakesTheLongest()
    {
        var forecast = new RunForecast(_time);
        forecast.Add("here", "", 10, 0, 0, 0);
        forecast.Add("far", "node", 100, 0, 0, 0);
        forecast.Asking("here");
        forecast.Asking("far");
        for (var index = 0; index < 5; index++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            forecast.Answered("here", false, true);
            forecast.Answered("far", false, true);
        }

        Assert.Equal((TimeSpan.FromSeconds(95), false), (forecast.Now().Left, forecast.Now().IsLeast));
    }

    [Fact]
    public void Now_AnswersFromTheCache_SayNothingOfThePace()
    {
        var forecast = new RunForecast(_time);
        forecast.Add("a", "", 100, 0, 0, 0);
        forecast.Asking("a");
        for (var index = 0; index < 50; index++)
        {
            forecast.Answered("a", false, asked: false);
        }

        Assert.Null(forecast.Now().Left);
        Answer(forecast, "a", 5, 2);
        Assert.Equal(TimeSpan.FromSeconds(90), forecast.Now().Left);
    }

    [Fact]
    public void Now_EndpointAway_SaysSinceWhenAndKeepsWhatWouldBeLeft()
    {
        DateTimeOffset? away = null;
        var forecast = new RunForecast(_time);
        forecast.Add("far", "far", 25, 0, 0, 0);
        forecast.Asking("far", () => away);
        Answer(forecast, "far", 5, 2);
        Assert.Null(forecast.Now().Candidates[0].AwaySince);
        away = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((away, TimeSpan.FromSeconds(40)), (forecast.Now().Candidates[0].AwaySince, forecast.Now().Candidates[0].TimeLeft));
        Assert.Equal(TimeSpan.FromSeconds(40), forecast.Now().Left);
    }

    [Fact]
    public void Now_EndpointBack_CountsNothingOfTheOutageAsPace()
    {
        DateTimeOffset? away = null;
        var forecast = new RunForecast(_time);
        forecast.Add("far", "far", 25, 0, 0, 0);
        forecast.Asking("far", () => away);
        Answer(forecast, "far", 5, 2);
        away = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(10));
        forecast.Answered("far", error: true, asked: true);
        away = null;
        Assert.Null(forecast.Now().Candidates[0].AwaySince);
        Answer(forecast, "far", 4, 2);

        Assert.Null(forecast.Now().Candidates[0].AwaySince);
        Assert.Equal(TimeSpan.FromSeconds(30), forecast.Now().Left);
    }

    private void Answer(RunForecast forecast, string name, int count, int seconds)
    {
        for (var index = 0; index < count; index++)
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            forecast.Answered(name, error: false, asked: true);
        }
    }
}
