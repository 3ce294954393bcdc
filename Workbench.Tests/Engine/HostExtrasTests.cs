using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbench.Tests.Engine;

/// <summary>Samples, embeddings, tools, further samplers, and errors of every kind.</summary>
[Trait("Category", "Engine")]
public sealed class HostExtrasTests(ExactDemoHost demo) : IClassFixture<ExactDemoHost>
{
    private const string Tools = """
        [{"type":"function","function":{"name":"weather","description":"Weather of a city","parameters":{"type":"object","properties":{"city":{"enum":["Paris","Lyon"]}},"required":["city"],"additionalProperties":false}}}]
        """;

    // The demonstration model's context is small, and the templates that models come with are long.
    private const string Template = "{% for tool in tools or [] %}{{ tool.function.name }} <tool_call>{% endfor %}{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}";

    private TestHost Host => demo.Host;

    [Fact]
    public async Task Samples_OfOnePrompt_EqualTheSingleAnswersOfTheirSeeds()
    {
        var request = TestHost.Ask("Tell me about the town.", 12, 1.2);
        request["seed"] = 40;
        request["n"] = 4;
        var samples = (await Host.PostAsync("/x/samples", request.DeepClone().AsObject()))["samples"]!.AsArray();
        Assert.Equal([40, 41, 42, 43], samples.Select(sample => sample!["seed"]!.GetValue<long>()));
        Assert.True(samples.Select(sample => sample!["text"]!.GetValue<string>()).Distinct().Count() > 1);

        request["n"] = 1;
        request["seed"] = 42;
        Assert.Equal(TestHost.Text(await Host.PostAsync("/v1/chat/completions", request.DeepClone().AsObject())), samples[2]!["text"]!.GetValue<string>());

        request["n"] = 4;
        request["seed"] = 40;
        request["stream"] = true;
        using var content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await Host.Http.PostAsync("/x/samples", content);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(samples.Select(sample => sample!["text"]!.GetValue<string>()), lines[..4].OrderBy(line => line["index"]!.GetValue<int>()).Select(line => line["text"]!.GetValue<string>()));
        Assert.Equal("x.samples", lines[4]["object"]!.GetValue<string>());
        Assert.True(lines[4]["usage"]!["completion_tokens"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task Embeddings_OfSeveralTexts_AreUnitVectorsInBothEncodings()
    {
        var body = new JsonObject { ["input"] = new JsonArray("The harbour.", "港口在哪里？", "The harbour.") };
        var numbers = (await Host.PostAsync("/v1/embeddings", body.DeepClone().AsObject()))["data"]!.AsArray().Select(item => item!["embedding"]!.AsArray().Select(value => value!.GetValue<float>()).ToArray()).ToList();
        Assert.All(numbers, vector => Assert.Equal(1, vector.Sum(value => value * value), 1e-3));
        Assert.Equal(numbers[0], numbers[2]);
        Assert.NotEqual(numbers[0], numbers[1]);
        body["encoding_format"] = "base64";
        var encoded = (await Host.PostAsync("/v1/embeddings", body))["data"]!.AsArray().Select(item => MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(item!["embedding"]!.GetValue<string>())).ToArray()).ToList();
        Assert.Equal(numbers, encoded);
    }

    [Fact]
    public async Task Tools_Required_AreCalledWholeAndStreaming()
    {
        var request = TestHost.Ask("How is the weather in Paris?", 150);
        request["tools"] = JsonNode.Parse(Tools);
        request["tool_choice"] = "required";
        request["parallel_tool_calls"] = false;
        request["x_template"] = Template;
        var whole = (await Host.PostAsync("/v1/chat/completions", request.DeepClone().AsObject()))["choices"]![0]!;
        var call = whole["message"]!["tool_calls"]!.AsArray().Single()!;
        Assert.Equal(("tool_calls", "weather"), (whole["finish_reason"]!.GetValue<string>(), call["function"]!["name"]!.GetValue<string>()));
        Assert.Contains(JsonNode.Parse(call["function"]!["arguments"]!.GetValue<string>())!["city"]!.GetValue<string>(), new[] { "Paris", "Lyon" });
        Assert.Null(whole["message"]!["content"]);

        var events = await Host.StreamAsync("/v1/chat/completions", request);
        var streamed = events.SelectMany(item => item["choices"]!.AsArray()).SelectMany(choice => choice!["delta"]!["tool_calls"]?.AsArray() ?? []).Single()!;
        Assert.Equal(call["function"]!.ToJsonString(), streamed["function"]!.ToJsonString());
        Assert.Equal(0, streamed["index"]!.GetValue<int>());
        Assert.Equal("tool_calls", events[^1]["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Tools_InTheConversation_AreWrittenByTheTemplate()
    {
        var prompt = (await Host.PostAsync("/x/render", JsonNode.Parse($$$"""
            {"x_template":"qwen","tools":{{{Tools}}},"chat_template_kwargs":{"enable_thinking":false},"messages":[
              {"role":"user","content":[{"type":"text","text":"Weather "},{"type":"text","text":"in Lyon?"}]},
              {"role":"assistant","content":null,"tool_calls":[{"id":"abcdefghi","type":"function","function":{"name":"weather","arguments":"{\"city\": \"Lyon\"}"}}]},
              {"role":"tool","tool_call_id":"abcdefghi","content":"rain"}]}
            """)!.AsObject()))["prompt"]!.GetValue<string>();
        Assert.Contains("Weather in Lyon?", prompt, StringComparison.Ordinal);
        Assert.Contains("<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Lyon\"}}\n</tool_call>", prompt, StringComparison.Ordinal);
        Assert.Contains("<tool_response>\nrain\n</tool_response>", prompt, StringComparison.Ordinal);
        Assert.EndsWith("<think>\n\n</think>\n\n", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prefill_Given_IsContinuedAndNotRepeated()
    {
        var whole = TestHost.Text(await Host.PostAsync("/v1/chat/completions", TestHost.Ask("Who are you?", 24)));
        var request = TestHost.Ask("Who are you?", 24);
        request["x_prefill"] = whole[..(whole.Length / 2)];
        request["x_return_prompt"] = true;
        var answer = await Host.PostAsync("/v1/chat/completions", request);
        Assert.EndsWith(whole[..(whole.Length / 2)], answer["x_prompt"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.False(TestHost.Text(answer).StartsWith(whole[..(whole.Length / 2)], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bias_OnTheLikeliestToken_BansOrForcesIt()
    {
        var request = TestHost.Ask("Who are you?", 1);
        request["logprobs"] = true;
        request["top_logprobs"] = 2;
        var plain = TestHost.Text(await Host.PostAsync("/v1/chat/completions", request.DeepClone().AsObject()));
        var token = (await Host.PostAsync("/x/tokenize", new JsonObject { ["text"] = plain }))["tokens"]![0]!.GetValue<int>();
        request["logit_bias"] = new JsonObject { [$"{token}"] = -100 };
        Assert.NotEqual(plain, TestHost.Text(await Host.PostAsync("/v1/chat/completions", request.DeepClone().AsObject())));
        request["logit_bias"] = new JsonObject { [$"{token}"] = 100 };
        request["temperature"] = 1;
        var forced = await Host.PostAsync("/v1/chat/completions", request);
        Assert.Equal(plain, TestHost.Text(forced));
        Assert.Equal(0, forced["choices"]![0]!["logprobs"]!["content"]![0]!["x_sampled"]!.GetValue<double>(), 1e-6);
    }

    [Fact]
    public async Task Samplers_EachByItsName_ChangeNothingAtTheirNeutralValueAndAreObeyed()
    {
        var plain = TestHost.Ask("Tell me about the town.", 24, 3);
        plain["seed"] = 5;
        var expected = TestHost.Text(await Host.PostAsync("/v1/chat/completions", plain.DeepClone().AsObject()));
        var neutral = plain.DeepClone().AsObject();
        foreach (var (name, value) in new (string, double)[] { ("typical_p", 1), ("top_n_sigma", 0), ("xtc_probability", 0), ("dry_multiplier", 0), ("mirostat", 0), ("repeat_penalty", 1), ("frequency_penalty", 0) })
        {
            neutral[name] = value;
        }

        Assert.Equal(expected, TestHost.Text(await Host.PostAsync("/v1/chat/completions", neutral)));
        foreach (var fields in (string[])["""{"top_k":1}""", """{"grammar":"root ::= \"yes\" | \"no\""}""", """{"mirostat":2,"mirostat_tau":1}""", """{"top_n_sigma":0.1}"""])
        {
            var changed = plain.DeepClone().AsObject();
            foreach (var (name, value) in JsonNode.Parse(fields)!.AsObject())
            {
                changed[name] = value!.DeepClone();
            }

            Assert.NotEqual(expected, TestHost.Text(await Host.PostAsync("/v1/chat/completions", changed)));
        }
    }

    [Fact]
    public async Task Prompts_SeveralAndAsTokens_AreAnsweredEach()
    {
        var tokens = (await Host.PostAsync("/x/tokenize", new JsonObject { ["text"] = "The town" }))["tokens"]!;
        var body = new JsonObject { ["prompt"] = new JsonArray("The town", "The town"), ["max_tokens"] = 6, ["temperature"] = 0, ["n"] = 2 };
        var choices = (await Host.PostAsync("/v1/completions", body))["choices"]!.AsArray();
        Assert.Equal([0, 1, 2, 3], choices.Select(choice => choice!["index"]!.GetValue<int>()));
        Assert.Single(choices.Select(choice => choice!["text"]!.GetValue<string>()).Distinct());
        await Host.PostAsync("/v1/completions", new JsonObject { ["prompt"] = tokens.DeepClone(), ["max_tokens"] = 2 });
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", null, HttpStatusCode.MethodNotAllowed, "method_not_allowed", null)]
    [InlineData("POST", "/v1/models", "{}", HttpStatusCode.MethodNotAllowed, "method_not_allowed", null)]
    [InlineData("GET", "/x/requests/a", null, HttpStatusCode.MethodNotAllowed, "method_not_allowed", null)]
    [InlineData("GET", "/nothing.json", null, HttpStatusCode.NotFound, "not_found", null)]
    [InlineData("POST", "/v1/chat/completions", "{", HttpStatusCode.BadRequest, "invalid_json", null)]
    [InlineData("POST", "/v1/chat/completions", "[]", HttpStatusCode.BadRequest, "invalid_json", null)]
    [InlineData("POST", "/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f"}}]}""", HttpStatusCode.BadRequest, "invalid_request", "tools")]
    [InlineData("POST", "/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function"}]}""", HttpStatusCode.BadRequest, "invalid_request", "tools[0]")]
    [InlineData("POST", "/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"documents":["d"]}""", HttpStatusCode.BadRequest, "invalid_request", "documents")]
    [InlineData("POST", "/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"x_template":"no-such"}""", HttpStatusCode.BadRequest, "invalid_request", "template")]
    [InlineData("POST", "/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"logit_bias":{"99999999":1}}""", HttpStatusCode.BadRequest, "invalid_request", "logit_bias.99999999")]
    [InlineData("POST", "/v1/chat/completions", """{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", HttpStatusCode.BadRequest, "invalid_request", "messages[0].content")]
    [InlineData("POST", "/v1/embeddings", """{"input":[1,2]}""", HttpStatusCode.BadRequest, "invalid_request", "input")]
    public async Task Request_ThatCannotBeAnswered_IsToldInTheProtocolsShape(string method, string path, string? body, HttpStatusCode expected, string code, string? field)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await Host.Http.SendAsync(request);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal((expected, code, field), (response.StatusCode, error["code"]!.GetValue<string>(), error["param"]?.GetValue<string>()));
        Assert.Equal("invalid_request_error", error["type"]!.GetValue<string>());
        Assert.Equal(expected == HttpStatusCode.MethodNotAllowed, response.Content.Headers.Allow.Count > 0);
    }

    [Fact]
    public async Task Body_TooLarge_IsToldInTheProtocolsShape()
    {
        using var content = new StreamContent(new MemoryStream(new byte[17 * 1024 * 1024]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = content };
        request.Headers.ExpectContinue = true;
        using var response = await Host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("body_too_large", JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["code"]!.GetValue<string>());
    }
}

/// <summary>The demonstration model with the same bytes every time.</summary>
public sealed class ExactDemoHost : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await TestHost.StartAsync(TestHost.Demo, "--exact");

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
