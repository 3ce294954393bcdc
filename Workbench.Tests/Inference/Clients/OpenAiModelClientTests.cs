using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;

namespace Workbench.Tests.Inference.Clients;

public sealed class OpenAiModelClientTests
{
    private static readonly GenerateRequest Hello = new([new ChatMessage("user", "hi")], new GenerateSettings());

    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    [Fact]
    public async Task Generate_WholeStream_GivesPiecesAndTheirSum()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.Piece("Par"), FakeEndpoint.Piece("is"), FakeEndpoint.End(), FakeEndpoint.Usage, "[DONE]"), facts: "{}");
        using var client = await ConnectAsync(server);

        var updates = await client.GenerateAsync(Hello, _limit).ToListAsync(_limit);

        Assert.Equal(["Par", "is", ""], updates.Select(static update => update.Text));
        var output = updates[^1].Final!;
        Assert.Equal("Paris", output.Text);
        Assert.Equal(StopReason.Stop, output.StopReason);
        Assert.Equal(new ModelUsage(7, 3, 2), output.Usage);
        Assert.Equal("<user>hi", output.PromptSent);
        Assert.NotNull(output.TimeToFirstToken);
    }

    [Fact]
    public async Task Generate_HostTellsItsTimes_SpeedIsByItsClockAndNotByPackets()
    {
        const string End = """{"choices":[{"delta":{},"finish_reason":"stop"}],"x_timing":{"ttft_ms":10,"total_ms":510}}""";
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.Piece("Par"), FakeEndpoint.Piece("is"), End, FakeEndpoint.Usage, "[DONE]"), facts: "{}");
        using var client = await ConnectAsync(server);

        var output = await client.AnswerAsync(Hello, _limit);

        Assert.Equal(2, output.Usage.Completion);
        Assert.Equal(2, output.TokensPerSecond!.Value, 1e-9);
    }

    [Fact]
    public async Task Generate_AllSettings_AreSentInTheProtocolsNames()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.End("length")), facts: "{}");
        using var client = await ConnectAsync(server);
        var settings = new GenerateSettings(12, 0.7, 0.9, 40, 0.05, 42, ["\n", "。"], """{"type":"object"}""");

        var output = await client.AnswerAsync(new GenerateRequest([new ChatMessage("system", "s"), new ChatMessage("user", "u")], settings, Logprobs: true), _limit);

        Assert.Equal(StopReason.Length, output.StopReason);
        Assert.Null(output.TimeToFirstToken);
        var body = JsonNode.Parse(server.Bodies.Single())!;
        Assert.Equal(12, (int)body["max_tokens"]!);
        Assert.Equal(0.9, (double)body["top_p"]!);
        Assert.Equal(40, (int)body["top_k"]!);
        Assert.Equal(42, (int)body["seed"]!);
        Assert.Equal(["\n", "。"], body["stop"]!.AsArray().Select(static stop => (string)stop!));
        Assert.Equal("object", (string)body["response_format"]!["json_schema"]!["schema"]!["type"]!);
        Assert.True((bool)body["logprobs"]!);
        Assert.True((bool)body["x_return_prompt"]!);
        Assert.Equal(["system", "user"], body["messages"]!.AsArray().Select(static message => (string)message!["role"]!));
    }

    [Fact]
    public async Task Generate_Logprobs_ComeWithTheirTokens()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says("""{"choices":[{"delta":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-0.5}]},"finish_reason":null}]}""", FakeEndpoint.End()));
        using var client = await ConnectAsync(server);

        var output = await client.AnswerAsync(Hello with { Logprobs = true }, _limit);

        Assert.Equal([new TokenLogprob("a", -0.5)], output.Logprobs.AsEnumerable());
    }

    [Fact]
    public async Task Generate_StreamEndsEarly_IsAnErrorAndNoShortAnswer()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.Piece("Par")));
        using var client = await ConnectAsync(server);

        var exception = await Assert.ThrowsAsync<ModelUnavailableException>(() => client.AnswerAsync(Hello, _limit));

        Assert.Equal("Inference.AnswerWithoutEnd", exception.Reason.Key);
    }

    [Fact]
    public async Task Generate_ConnectionDies_IsAnError()
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await FakeEndpoint.StartAsync(async context =>
        {
            await FakeEndpoint.Says(FakeEndpoint.Piece("Par"))(context);
            await read.Task;
            context.Abort();
        });
        using var client = await ConnectAsync(server);

        var exception = await Assert.ThrowsAsync<ModelUnavailableException>(async () =>
        {
            await foreach (var _ in client.GenerateAsync(Hello, _limit))
            {
                read.TrySetResult();
            }
        });

        Assert.Equal("Inference.AnswerBroken", exception.Reason.Key);
    }

    [Theory]
    [InlineData("""{"error":{"message":"context full"}}""", "Inference.EndpointFailed")]
    [InlineData("{broken", "Inference.EndpointNotProtocol")]
    [InlineData("[1]", "Inference.EndpointNotProtocol")]
    public async Task Generate_ErrorOrNonsenseInTheStream_IsReported(string data, string key)
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.Piece("Par"), data));
        using var client = await ConnectAsync(server);

        var exception = await Assert.ThrowsAsync<ModelUnavailableException>(() => client.AnswerAsync(Hello, _limit));

        Assert.Equal(key, exception.Reason.Key);
    }

    [Fact]
    public async Task Generate_EndlessLine_IsStopped()
    {
        var filler = new string('x', 1 << 16);
        await using var server = await FakeEndpoint.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(filler, context.RequestAborted);
            }
        });
        using var client = await ConnectAsync(server);

        var exception = await Assert.ThrowsAsync<ModelUnavailableException>(() => client.AnswerAsync(Hello, _limit));

        Assert.Equal("Inference.AnswerTooLong", exception.Reason.Key);
    }

    [Fact]
    public async Task Generate_Cancelled_AbortsTheRequest()
    {
        await using var server = await FakeEndpoint.StartAsync(async context =>
        {
            await FakeEndpoint.Says(FakeEndpoint.Piece("Par"))(context);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        using var client = await ConnectAsync(server);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_limit);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.GenerateAsync(Hello, stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        await server.Aborted.Task.WaitAsync(_limit);
    }

    [Fact]
    public async Task Generate_Refused_NamesTheModelAndWhatTheServerSaid()
    {
        await using var server = await FakeEndpoint.StartAsync(async context =>
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("""{"error":{"message":"no such \u001b[31mparameter"}}""");
        });
        using var client = await ConnectAsync(server);

        var exception = await Assert.ThrowsAsync<ModelUnavailableException>(() => client.AnswerAsync(Hello, _limit));

        Assert.Equal(["fake", "400", "no such  [31mparameter"], exception.Reason.Arguments.AsEnumerable());
    }

    [Fact]
    public async Task Generate_BusyEndpoint_IsAskedAgainAfterThePauseItNames()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        await using var server = await FakeEndpoint.StartAsync(async context =>
        {
            if (++count == 1)
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "7";
                asked.SetResult();
                return;
            }

            await FakeEndpoint.Says(FakeEndpoint.Piece("ok"), FakeEndpoint.End())(context);
        });
        using var client = await OpenAiModelClient.ConnectAsync(new ModelEndpoint("fake", server.Address), time, _limit, ClientPatience.Default with { Silence = Timeout.InfiniteTimeSpan });
        var start = time.GetUtcNow();

        var answer = client.AnswerAsync(Hello, _limit);
        await asked.Task.WaitAsync(_limit);
        while (!answer.IsCompleted)
        {
            // The pause starts a moment after the reply has left the server: the clock goes on until it is over.
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(answer, Task.Run(static () => { }));
        }

        Assert.Equal("ok", (await answer).Text);
        Assert.Equal(2, count);
        Assert.True(time.GetUtcNow() - start >= TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Connect_NobodyThere_SaysWhere()
    {
        var exception = await Assert.ThrowsAsync<ModelUnavailableException>(() => OpenAiModelClient.ConnectAsync(new ModelEndpoint("far", "http://127.0.0.1:1"), TimeProvider.System, _limit));

        Assert.Equal("Inference.EndpointUnreachable", exception.Reason.Key);
        Assert.Equal("far", exception.Reason.Arguments[0]);
    }

    [Fact]
    public async Task Likelihood_WithoutTheExtension_IsNotAvailableAndNotFaked()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says());
        using var client = await ConnectAsync(server);

        var answer = await client.LikelihoodAsync(new LikelihoodRequest("a", [], ["b"]), _limit);

        Assert.Empty(answer.Results);
        Assert.Equal("Inference.LikelihoodNotOffered", answer.NotAvailable!.Key);
    }

    [Fact]
    public async Task Likelihood_WithTheExtension_KeepsTheOrder()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(), "{}", static context =>
            context.Response.WriteAsync("""{"results":[{"logprob":-1.5,"tokens":2,"greedy":true,"bytes":3},{"logprob":-2,"tokens":1,"greedy":false,"bytes":4}]}"""));
        using var client = await ConnectAsync(server);

        var answer = await client.LikelihoodAsync(new LikelihoodRequest("a", [], ["b", "c"]), _limit);

        Assert.Equal([new ContinuationLikelihood(-1.5, 2, true, 3), new ContinuationLikelihood(-2, 1, false, 4)], answer.Results.AsEnumerable());
    }

    private Task<OpenAiModelClient> ConnectAsync(FakeEndpoint server) =>
        OpenAiModelClient.ConnectAsync(new ModelEndpoint("fake", server.Address), TimeProvider.System, _limit);
}
