using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
public sealed class HostLoadTests
{
    [Fact]
    public async Task Sequences_SixteenAtOnce_AnswerAsEachWouldAlone()
    {
        await using var host = await TestHost.StartAsync(TestHost.Stories);
        var prompts = Enumerable.Range(0, 16).Select(i => $"Once there was a child number {i} who").ToList();
        var alone = new List<(string Token, double Logprob, double Second)[]>();
        foreach (var prompt in prompts.Take(4))
        {
            alone.Add(await CompleteAsync(host, prompt));
        }

        var together = await Task.WhenAll(prompts.Select(prompt => CompleteAsync(host, prompt)));
        Assert.All(alone.Zip(together), pair => AssertSame(pair.First, pair.Second));
        var state = await host.GetAsync("/x/state");
        Assert.Equal((0, 0), (state["running"]!.GetValue<int>(), state["waiting"]!.GetValue<int>()));
    }

    [Fact]
    public async Task State_WhileAnsweringAndAfter_TellsCellsAndSequenceIds()
    {
        await using var host = await TestHost.StartAsync(TestHost.Stories, "--context", "8192", "--sequences", "4");
        using (var response = await StreamAsync(host, answers: 2))
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync()))
        {
            await reader.ReadLineAsync();
            await Eventually.HoldsAsync("two sequences hold cells", async () => await host.GetAsync("/x/state") is var busy && busy["sequenceIdsUsed"]!.GetValue<int>() == 2 && busy["cellsUsed"]!.GetValue<int>() >= 2, TestContext.Current.CancellationToken);
        }

        await host.IdleAsync(TestContext.Current.CancellationToken);
        var state = await host.GetAsync("/x/state");
        Assert.Equal((0, 0), (state["sequenceIdsUsed"]!.GetValue<int>(), state["cellsUsed"]!.GetValue<int>()));
        Assert.InRange(state["sequenceIdsKept"]!.GetValue<int>(), 1, state["sequenceIds"]!.GetValue<int>());
        Assert.InRange(state["cellsKept"]!.GetValue<int>(), 1, state["cells"]!.GetValue<int>());
    }

    [Fact]
    public async Task Cache_TooSmallForAll_StillAnswersEveryRequest()
    {
        await using var host = await TestHost.StartAsync(TestHost.Stories, "--context", "256", "--sequences", "8");
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => host.PostAsync("/v1/completions", new JsonObject { ["prompt"] = $"{i} children went", ["temperature"] = 1, ["seed"] = i, ["max_tokens"] = 1000 })));
        Assert.All(answers, answer => Assert.Contains(answer["choices"]![0]!["finish_reason"]!.GetValue<string>(), new[] { "stop", "length" }));
    }

    [Fact]
    public async Task Cancel_OfAStream_FreesItsPlace()
    {
        await using var host = await TestHost.StartAsync(TestHost.Stories, "--sequences", "1");
        using (var response = await StreamAsync(host, answers: 1))
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync()))
        {
            await reader.ReadLineAsync();
        }

        await host.IdleAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Queue_Full_RefusesWithRetryAfterUntilTheAskersLeave()
    {
        await using var host = await TestHost.StartAsync(TestHost.Stories, "--sequences", "1", "--context", "16384");
        var streams = new List<HttpResponseMessage>();
        do
        {
            streams.Add(await StreamAsync(host, answers: 64));
        }
        while (streams[^1].IsSuccessStatusCode && streams.Count < 12);

        Assert.Equal(HttpStatusCode.TooManyRequests, streams[^1].StatusCode);
        Assert.InRange(streams[^1].Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        var error = JsonNode.Parse(await streams[^1].Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal(("rate_limit_error", "queue_full"), (error["type"]!.GetValue<string>(), error["code"]!.GetValue<string>()));
        streams.ForEach(stream => stream.Dispose());
        await host.IdleAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(await CompleteAsync(host, "Once"));
    }

    [Fact]
    public async Task Schema_Followed_GivesJsonOfItsShape()
    {
        await using var host = await TestHost.StartAsync(TestHost.SmolLM2);
        var request = TestHost.Ask("Describe Paris as JSON.", 80);
        request["response_format"] = JsonNode.Parse("""
            {"type":"json_schema","json_schema":{"name":"city","schema":{"type":"object","required":["name","size","tags"],"additionalProperties":false,"properties":{
              "name":{"type":"string"},"size":{"enum":["small","large"]},"tags":{"type":"array","items":{"enum":["old","new"]},"maxItems":2},"people":{"type":"integer"},"note":{"anyOf":[{"type":"null"},{"type":"boolean"}]}}}}}
            """);
        foreach (var temperature in new[] { 0, 1.5 })
        {
            request["temperature"] = temperature;
            request["seed"] = 5;
            request["max_tokens"] = 300;
            var answer = await host.PostAsync("/v1/chat/completions", request.DeepClone().AsObject());
            if (answer["choices"]![0]!["finish_reason"]!.GetValue<string>() == "length")
            {
                continue;
            }

            var city = JsonNode.Parse(TestHost.Text(answer))!.AsObject();
            Assert.Subset(new HashSet<string> { "name", "size", "tags", "people", "note" }, city.Select(pair => pair.Key).ToHashSet());
            Assert.Contains(city["size"]!.GetValue<string>(), new[] { "small", "large" });
            Assert.True(city["tags"]!.AsArray().Count <= 2);
        }
    }

    [Fact]
    public async Task Listen_BeyondThisMachineWithoutKey_IsRefused()
    {
        var (code, words) = await TestHost.RunAsync("host", "--model", TestHost.Demo, "--listen", "0.0.0.0:0");
        Assert.Equal(2, code);
        Assert.Contains("--api-key", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Socket_OfAHost_IsItsOwnersOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are not Windows's");
        await using var host = await TestHost.StartAsync(TestHost.Demo);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(host.SocketPath));
    }

    private static async Task<HttpResponseMessage> StreamAsync(TestHost host, int answers)
    {
        var body = new JsonObject { ["prompt"] = "Once", ["n"] = answers, ["max_tokens"] = 100_000, ["temperature"] = 1, ["ignore_eos"] = true, ["stream"] = true };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        return await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    // Sums of another batch are rounded otherwise: where two tokens are as likely as each other, that decides, and the answers part. A sequence that saw another's tokens parts anywhere, and far.
    private static void AssertSame((string Token, double Logprob, double Second)[] alone, (string Token, double Logprob, double Second)[] together)
    {
        Assert.NotEmpty(alone);
        foreach (var (first, second) in alone.Zip(together))
        {
            Assert.Equal(first.Logprob, second.Logprob, 0.02);
            if (first.Token != second.Token)
            {
                Assert.InRange(first.Logprob - first.Second, 0, 0.02);
                return;
            }
        }

        Assert.Equal(alone.Length, together.Length);
    }

    private static async Task<(string Token, double Logprob, double Second)[]> CompleteAsync(TestHost host, string prompt)
    {
        var answer = await host.PostAsync("/v1/completions", new JsonObject { ["prompt"] = prompt, ["temperature"] = 0, ["max_tokens"] = 48, ["logprobs"] = 2 });
        var tokens = answer["choices"]![0]!["logprobs"]!;
        return [.. tokens["tokens"]!.AsArray().Select((token, at) => (token!.GetValue<string>(), tokens["token_logprobs"]![at]!.GetValue<double>(), tokens["top_logprobs"]![at]!.AsObject().Min(one => one.Value!.GetValue<double>())))];
    }
}
