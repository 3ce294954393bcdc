using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbench.Tests.Engine;

/// <summary>Queue, cancelling, slow readers, threads: what keeps a host in hand.</summary>
[Trait("Category", "Engine")]
public sealed class HostControlTests
{
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromMinutes(3)).Token;

    [Fact]
    public async Task Queue_OfOne_TurnsAwayTheThirdAndLetsInAfterwards()
    {
        await using var host = await TestHost.StartAsync(TestHost.Stories, "--sequences", "1", "--context", "16384", "--queue", "1");
        using var first = await StreamAsync(host, Endless());
        using var second = await StreamAsync(host, Endless());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(1, (await host.GetAsync("/x/state"))["queueLimit"]!.GetValue<int>());

        foreach (var path in (string[])["/v1/completions", "/v1/chat/completions", "/x/samples", "/x/loglikelihood", "/v1/embeddings"])
        {
            var (status, answer) = await host.TryPostAsync(path, new JsonObject
            {
                ["prompt"] = path == "/v1/chat/completions" ? null : "Once",
                ["messages"] = path == "/v1/chat/completions" ? TestHost.Ask("x")["messages"]!.DeepClone() : null,
                ["continuations"] = new JsonArray("a"),
                ["input"] = "a",
            });
            Assert.Equal((HttpStatusCode.TooManyRequests, "queue_full"), (status, answer["error"]!["code"]!.GetValue<string>()));
        }

        first.Dispose();
        second.Dispose();
        await host.IdleAsync(_limit);
        Assert.Equal(HttpStatusCode.OK, (await host.TryPostAsync("/v1/completions", new JsonObject { ["prompt"] = "Once", ["max_tokens"] = 2 })).Status);
    }

    [Fact]
    public async Task Request_CancelledById_EndsWithWhatItHas()
    {
        await using var host = await TestHost.StartAsync(TestHost.Stories, "--context", "16384");
        var body = Endless();
        body["x_request_id"] = "mine-1";
        using var response = await StreamAsync(host, body);
        Assert.Equal("mine-1", response.Headers.GetValues("X-Request-Id").Single());
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_limit));
        await reader.ReadLineAsync(_limit);
        Assert.Equal(HttpStatusCode.Conflict, (await host.TryPostAsync("/v1/completions", body.DeepClone().AsObject())).Status);

        using var cancelled = await host.Http.DeleteAsync("/x/requests/mine-1", _limit);
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        var rest = await reader.ReadToEndAsync(_limit);
        Assert.Contains("\"finish_reason\":\"cancelled\"", rest, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", rest, StringComparison.Ordinal);

        using var again = await host.Http.DeleteAsync("/x/requests/mine-1", _limit);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        await host.IdleAsync(_limit);
    }

    [Fact]
    public async Task Reader_ThatStops_IsLetGoAndItsPlacesAreFreed()
    {
        await using var host = await TestHost.StartAsync(TestHost.Stories, "--context", "16384", "--sequences", "4");
        var body = Endless();
        body["n"] = 4;
        body["logprobs"] = 20;
        using var response = await StreamAsync(host, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        // Not a byte of the body is read: the socket fills, then the host's own buffer.
        await Eventually.HoldsAsync("the request has ended", async () => (await host.GetAsync("/x/state"))["requests"]!.GetValue<int>() == 0, _limit);
        await host.IdleAsync(_limit);
        Assert.Equal(HttpStatusCode.OK, (await host.TryPostAsync("/v1/completions", new JsonObject { ["prompt"] = "Once", ["max_tokens"] = 2 })).Status);
    }

    [Fact]
    public async Task Threads_Changed_AreTold()
    {
        await using var host = await TestHost.StartAsync(TestHost.Stories);
        await host.PostAsync("/x/threads", new JsonObject { ["threads"] = 2 });
        await host.PostAsync("/v1/completions", new JsonObject { ["prompt"] = "Once", ["max_tokens"] = 2 });
        Assert.Equal(2, (await host.GetAsync("/x/state"))["threads"]!.GetValue<int>());
        var (status, answer) = await host.TryPostAsync("/x/threads", new JsonObject { ["threads"] = 0 });
        Assert.Equal((HttpStatusCode.BadRequest, "threads"), (status, answer["error"]!["param"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("--queue", "-1")]
    [InlineData("--sequences", "129")]
    [InlineData("--adapter", "nowhere.gguf=0.5")]
    [InlineData("--api-key-file", "nowhere.key")]
    [InlineData("--listen", "nowhere")]
    public async Task Option_ThatIsWrong_IsNamed(string option, string value)
    {
        var (code, words) = await TestHost.RunAsync("host", "--model", TestHost.Stories, "--listen", "unix:s", option, value);
        Assert.Equal(2, code);
        Assert.Contains(option, words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyFile_Given_IsTheKey()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "from-a-file\n", _limit);
        await using var host = await TestHost.StartAsync(TestHost.Stories, "--api-key-file", file);
        File.Delete(file);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.TryPostAsync("/v1/completions", new JsonObject { ["prompt"] = "a" })).Status);
        host.Http.DefaultRequestHeaders.Authorization = new("Bearer", "from-a-file");
        Assert.Equal(HttpStatusCode.OK, (await host.TryPostAsync("/v1/completions", new JsonObject { ["prompt"] = "a", ["max_tokens"] = 1 })).Status);
    }

    private static JsonObject Endless() => new() { ["prompt"] = "Once", ["max_tokens"] = 100_000, ["temperature"] = 1, ["ignore_eos"] = true, ["stream"] = true };

    private async Task<HttpResponseMessage> StreamAsync(TestHost host, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        return await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _limit);
    }
}
