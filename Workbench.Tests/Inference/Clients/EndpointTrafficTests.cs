using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Language;

namespace Workbench.Tests.Inference.Clients;

public sealed class EndpointTrafficTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Ask_MoreThanTheSeats_NeverMoreInFlight()
    {
        using var traffic = Traffic(new EndpointLimits(Concurrency: 3));
        using var gate = new SemaphoreSlim(0);
        var (now, most) = (0, 0);
        var asks = Enumerable.Range(0, 10).Select(_ => traffic.AskAsync(0, async token =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await gate.WaitAsync(token);
            Interlocked.Decrement(ref now);
            return 1;
        }, static _ => null, CancellationToken.None)).ToList();
        gate.Release(10);
        await Task.WhenAll(asks).WaitAsync(Limit);

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Ask_PassingFailure_IsAskedAgainAfterGrowingPauses()
    {
        using var traffic = Traffic(new EndpointLimits(Retries: 3));
        List<double> moments = [];
        var start = _time.GetTimestamp();
        var failure = await Assert.ThrowsAsync<ModelUnavailableException>(() => RunAsync(traffic.AskAsync<int>(0, _ =>
        {
            moments.Add(_time.GetElapsedTime(start).TotalSeconds);
            throw Passing();
        }, static _ => null, CancellationToken.None)));

        Assert.Equal("Inference.EndpointSilent", failure.Reason.Key);
        Assert.Equal(4, moments.Count);
        Assert.Equal([1, 2, 4], moments.Zip(moments.Skip(1), static (one, next) => Math.Round(next - one)));
    }

    [Theory]
    [InlineData(EndpointFault.Request)]
    [InlineData(EndpointFault.Access)]
    public async Task Ask_FaultOfTheRequest_IsNotAskedAgain(EndpointFault fault)
    {
        using var traffic = Traffic(new EndpointLimits());
        var asked = 0;
        await Assert.ThrowsAsync<ModelUnavailableException>(() => traffic.AskAsync<int>(0, _ =>
        {
            asked++;
            throw new ModelUnavailableException(new Phrase("Inference.EndpointRefused", "far", "400", "")) { Fault = fault };
        }, static _ => null, CancellationToken.None).WaitAsync(Limit));

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Ask_RetryAfter_HoldsEveryRequestForThatLong()
    {
        using var traffic = Traffic(new EndpointLimits());
        var start = _time.GetTimestamp();
        var asked = 0;
        Task<double> Ask() => traffic.AskAsync(0, _ => Interlocked.Increment(ref asked) == 1 ? throw Passing(TimeSpan.FromSeconds(30)) : Task.FromResult(_time.GetElapsedTime(start).TotalSeconds), static _ => null, CancellationToken.None);
        var first = Ask();
        var second = Ask();
        await RunAsync(Task.WhenAll(first, second));

        Assert.All([await first, await second], static moment => Assert.InRange(moment, 30, 33));
    }

    [Fact]
    public async Task Ask_RetryAfterLongerThanAnybodyWaits_IsAnError()
    {
        using var traffic = Traffic(new EndpointLimits());
        await Assert.ThrowsAsync<ModelUnavailableException>(() => traffic.AskAsync<int>(0, static _ => throw Passing(TimeSpan.FromHours(1)), static _ => null, CancellationToken.None).WaitAsync(Limit));
    }

    [Theory]
    [InlineData(60, null, 61, 60)]
    [InlineData(null, 6000, 61, 60)]
    public async Task Ask_LimitsAMinute_AreKept(int? requests, int? tokens, int count, double seconds)
    {
        using var traffic = Traffic(new EndpointLimits(100, requests, tokens));
        var start = _time.GetTimestamp();
        var asks = Enumerable.Range(0, count).Select(_ => traffic.AskAsync(100, _ => Task.FromResult(_time.GetElapsedTime(start).TotalSeconds), static _ => 100, CancellationToken.None)).ToList();
        await RunAsync(Task.WhenAll(asks));

        // One second's share may go at once.
        Assert.InRange(asks.Max(static ask => ask.Result), seconds - 1.5, seconds + 1.5);
    }

    [Fact]
    public async Task Ask_TokensNotTaken_AreGivenBack()
    {
        using var traffic = Traffic(new EndpointLimits(1, null, 6000));
        var start = _time.GetTimestamp();
        for (var index = 0; index < 10; index++)
        {
            await RunAsync(traffic.AskAsync(6000, _ => Task.FromResult(1), static _ => 100, CancellationToken.None));
        }

        Assert.InRange(_time.GetElapsedTime(start).TotalSeconds, 7, 11);
    }

    [Fact]
    public async Task Ask_AnswerThatNeverEnds_TimesOutAndIsAskedAgain()
    {
        using var traffic = Traffic(new EndpointLimits { Timeout = TimeSpan.FromSeconds(5) });
        var asked = 0;
        var answer = await RunAsync(traffic.AskAsync(0, async token =>
        {
            if (Interlocked.Increment(ref asked) == 1)
            {
                await Task.Delay(Timeout.Infinite, token);
            }

            return "ok";
        }, static _ => null, CancellationToken.None));

        Assert.Equal(("ok", 2), (answer, asked));
    }

    [Fact]
    public async Task AwaySince_OnlyFailures_IsTheFirstOfThemUntilAnAnswer()
    {
        using var traffic = Traffic(new EndpointLimits(Retries: 0, BreakAfter: 3));
        var first = _time.GetUtcNow();
        for (var index = 0; index < 3; index++)
        {
            Assert.Null(traffic.AwaySince);
            await Assert.ThrowsAsync<ModelUnavailableException>(() => traffic.AskAsync<int>(0, static _ => throw Passing(), static _ => null, CancellationToken.None).WaitAsync(Limit));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(first, traffic.AwaySince);
        _time.Advance(TimeSpan.FromMinutes(1));
        await traffic.AskAsync(0, static _ => Task.FromResult(7), static _ => null, CancellationToken.None).WaitAsync(Limit);
        Assert.Null(traffic.AwaySince);
    }

    [Fact]
    public async Task Ask_OnlyFailures_OpensTheBreakerAndSaysWhy()
    {
        using var traffic = Traffic(new EndpointLimits(Concurrency: 4, Retries: 2, BreakAfter: 3));
        var asked = 0;
        var asks = Enumerable.Range(0, 8).Select(_ => traffic.AskAsync<int>(0, _ =>
        {
            Interlocked.Increment(ref asked);
            throw Passing();
        }, static _ => null, CancellationToken.None)).ToList();
        await Assert.ThrowsAsync<ModelUnavailableException>(() => RunAsync(Task.WhenAll(asks)));

        // Without it, 8 asks are 24 requests.
        Assert.InRange(asked, 3, 12);
        var refused = asks.Select(static ask => (ModelUnavailableException)ask.Exception!.InnerException!).First(static each => each.Reason.Key == "Inference.EndpointBroken");
        Assert.Equal("far", refused.Reason.Arguments[0]);
        Assert.Contains("far", refused.Reason.Arguments[2], StringComparison.Ordinal);
        Assert.Contains("长时间没有任何响应", refused.Reason.In(CultureInfo.GetCultureInfo("zh-Hans")), StringComparison.Ordinal);

        // It closes again with the first answer.
        Assert.Equal(7, await RunAsync(traffic.AskAsync(0, static _ => Task.FromResult(7), static _ => null, CancellationToken.None)));
        Assert.Equal(8, await traffic.AskAsync(0, static _ => Task.FromResult(8), static _ => null, CancellationToken.None).WaitAsync(Limit));
    }

    [Fact]
    public async Task PacedClient_ServerErrorsThenAnAnswer_GivesTheAnswer()
    {
        var count = 0;
        await using var server = await FakeEndpoint.StartAsync(async context =>
        {
            if (++count < 3)
            {
                context.Response.StatusCode = 500;
                return;
            }

            await FakeEndpoint.Says(FakeEndpoint.Piece("Par"), FakeEndpoint.Piece("is"), FakeEndpoint.End(), FakeEndpoint.Usage, "[DONE]")(context);
        });
        var limits = new EndpointLimits(Concurrency: 17) { Silence = Timeout.InfiniteTimeSpan, Timeout = Timeout.InfiniteTimeSpan };
        using var client = await PacedModelClient.ConnectAsync(new ModelEndpoint("far", server.Address) { Limits = limits }, _time, CancellationToken.None, static () => 1);
        var output = await RunAsync(client.AnswerAsync(new GenerateRequest([new ChatMessage("user", "hi")], new GenerateSettings()), CancellationToken.None));

        Assert.Equal(("Paris", 3, 17), (output.Text, count, client.RemoteConcurrency));
    }

    [Fact]
    public async Task PacedClient_APersonsQuestion_IsStreamedAndNotAskedAgain()
    {
        var count = 0;
        await using var server = await FakeEndpoint.StartAsync(context =>
        {
            count++;
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        using var client = await PacedModelClient.ConnectAsync(new ModelEndpoint("far", server.Address), TimeProvider.System, CancellationToken.None);
        await Assert.ThrowsAsync<ModelUnavailableException>(() => client.AnswerAsync(new GenerateRequest([new ChatMessage("user", "hi")], new GenerateSettings(), Interactive: true), CancellationToken.None).WaitAsync(Limit));

        Assert.Equal(1, count);
    }

    private EndpointTraffic Traffic(EndpointLimits limits) => new("far", limits, _time, static () => 1);

    private static ModelUnavailableException Passing(TimeSpan? after = null) => new(new Phrase("Inference.EndpointSilent", "far")) { Fault = EndpointFault.Passing, RetryAfter = after };

    // The clock goes on until the work is done; what waits on it is woken in between.
    private async Task<T> RunAsync<T>(Task<T> work)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!work.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(work, Task.Run(static () => Thread.Yield(), limit.Token));
        }

        return await work;
    }
}
