using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
public sealed class HostProtocolTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private TestHost Host => demo.Host;

    [Fact]
    public async Task Models_Listed_HoldTheFileName()
    {
        var models = await Host.GetAsync("/v1/models");
        Assert.Equal("demo-knows", models["data"]![0]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Facts_OfTheDemonstrationModel_NameFileEngineAndDevice()
    {
        var facts = await Host.GetAsync("/x/facts");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(TestHost.Demo)));
        Assert.Equal(hash, facts["sha256"]!.GetValue<string>());
        Assert.StartsWith("815a2a5", facts["commit"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("LLamaSharp 0.30.0", facts["engine"]!.GetValue<string>());
        Assert.Equal("F16", facts["quantisation"]!.GetValue<string>());
        Assert.Equal("file", facts["template"]!.GetValue<string>());
        Assert.Contains(facts["devices"]!.AsArray(), device => device!["kind"]!.GetValue<string>() == "cpu" && device["used"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Stream_OfAnAnswer_EqualsTheWholeAnswerAndEndsWithUsage()
    {
        var whole = await Host.PostAsync("/v1/chat/completions", TestHost.Ask("Who are you?", 40));
        var request = TestHost.Ask("Who are you?", 40);
        request["stream_options"] = new JsonObject { ["include_usage"] = true };
        request["x_return_prompt"] = true;
        var events = await Host.StreamAsync("/v1/chat/completions", request);
        var text = new StringBuilder();
        foreach (var choice in events.SelectMany(item => item["choices"]!.AsArray()))
        {
            text.Append(choice!["delta"]!["content"]?.GetValue<string>());
        }

        Assert.Equal(TestHost.Text(whole), text.ToString());
        Assert.Equal(whole["usage"]!["completion_tokens"]!.GetValue<int>(), events[^1]["usage"]!["completion_tokens"]!.GetValue<int>());
        Assert.Equal(whole["choices"]![0]!["finish_reason"]!.GetValue<string>(), events[^2]["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Contains("Who are you?", events[^2]["x_prompt"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(events[^2]["x_timing"]!["ttft_ms"]!.GetValue<double>() > 0);
    }

    [Fact]
    public async Task Seed_Repeated_GivesTheSameTextAndAnotherSeedAnother()
    {
        var first = await Sampled(7);
        Assert.Equal(first, await Sampled(7));
        var others = new List<string>();
        for (var seed = 20; seed < 24; seed++)
        {
            others.Add(await Sampled(seed));
        }

        Assert.Contains(others, other => other != first);
    }

    [Fact]
    public async Task Logprobs_OfAGreedyAnswer_AreTheHighestAndSumBelowOne()
    {
        var request = TestHost.Ask("Who are you?", 12);
        request["logprobs"] = true;
        request["top_logprobs"] = 5;
        var answer = await Host.PostAsync("/v1/chat/completions", request);
        var tokens = answer["choices"]![0]!["logprobs"]!["content"]!.AsArray();
        Assert.Equal(answer["usage"]!["completion_tokens"]!.GetValue<int>(), tokens.Count);
        foreach (var token in tokens)
        {
            var top = token!["top_logprobs"]!.AsArray().Select(entry => entry!["logprob"]!.GetValue<double>()).ToList();
            Assert.Equal(5, top.Count);
            Assert.Equal(token["logprob"]!.GetValue<double>(), top[0]);
            Assert.True(top.Sum(Math.Exp) <= 1 + 1e-6);
        }

        Assert.Equal(TestHost.Text(answer), Encoding.UTF8.GetString([.. tokens.SelectMany(token => token!["bytes"]!.AsArray()).Select(value => (byte)value!.GetValue<int>())]));
    }

    [Fact]
    public async Task Stop_TextInTheAnswer_EndsBeforeIt()
    {
        var whole = TestHost.Text(await Host.PostAsync("/v1/chat/completions", TestHost.Ask("Who are you?", 30)));
        var stop = whole[(whole.Length / 2)..(whole.Length / 2 + 3)];
        var request = TestHost.Ask("Who are you?", 30);
        request["stop"] = stop;
        var cut = await Host.PostAsync("/v1/chat/completions", request);
        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], TestHost.Text(cut));
        Assert.Equal("stop", cut["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Completions_Raw_GiveTextAndLogprobs()
    {
        var answer = await Host.PostAsync("/v1/completions", new JsonObject { ["prompt"] = "The capital of", ["max_tokens"] = 4, ["temperature"] = 0, ["logprobs"] = 2 });
        Assert.Equal(answer["usage"]!["completion_tokens"]!.GetValue<int>(), answer["choices"]![0]!["logprobs"]!["tokens"]!.AsArray().Count);
    }

    [Fact]
    public async Task Samples_OfOnePrompt_ShareIt()
    {
        var before = (await Host.GetAsync("/x/state"))["promptTokens"]!.GetValue<long>();
        var request = TestHost.Ask("Tell me something about the harbour of the town and its people, in a few words.", 8, 1);
        request["n"] = 8;
        request["seed"] = 3;
        var answer = await Host.PostAsync("/v1/chat/completions", request);
        var prompt = answer["usage"]!["prompt_tokens"]!.GetValue<int>();
        var decoded = (await Host.GetAsync("/x/state"))["promptTokens"]!.GetValue<long>() - before;
        Assert.Equal(8, answer["choices"]!.AsArray().Count);
        Assert.True(decoded <= prompt + 7, $"{decoded} decoded for a prompt of {prompt}");
        var again = await Host.PostAsync("/v1/chat/completions", TestHost.Ask("Tell me something about the harbour of the town and its people, in a few words.", 8));
        Assert.Equal(prompt - 1, again["usage"]!["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"messages":[]}""", HttpStatusCode.BadRequest, "messages")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"temperature":"hot"}""", HttpStatusCode.BadRequest, "temperature")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"robot","content":"x"}]}""", HttpStatusCode.BadRequest, "messages[0].role")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"max_tokens":0}""", HttpStatusCode.BadRequest, "max_tokens")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"model":"other"}""", HttpStatusCode.NotFound, "model")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"string","pattern":"(?=a)"}}}}""", HttpStatusCode.BadRequest, "response_format.schema.pattern")]
    [InlineData("/v1/completions", """{"prompt":[1,-2]}""", HttpStatusCode.BadRequest, "prompt")]
    [InlineData("/x/loglikelihood", """{"prompt":"a","continuations":[""]}""", HttpStatusCode.BadRequest, "continuations")]
    [InlineData("/v1/nothing", "{}", HttpStatusCode.NotFound, null)]
    public async Task Request_ThatIsWrong_IsRefusedByField(string path, string body, HttpStatusCode expected, string? field)
    {
        var (status, answer) = await Host.TryPostAsync(path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal(expected, status);
        Assert.Equal(field, answer["error"]!["param"]?.GetValue<string>());
        Assert.NotEmpty(answer["error"]!["message"]!.GetValue<string>());
        Assert.Equal("invalid_request_error", answer["error"]!["type"]!.GetValue<string>());
    }

    private async Task<string> Sampled(int seed)
    {
        var request = TestHost.Ask("Tell me about the town.", 24, 1.2);
        request["seed"] = seed;
        return TestHost.Text(await Host.PostAsync("/v1/chat/completions", request));
    }
}
