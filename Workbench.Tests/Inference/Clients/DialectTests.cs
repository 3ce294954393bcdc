using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;

namespace Workbench.Tests.Inference.Clients;

/// <summary>What each kind of endpoint is sent, and what is said where one lacks something.</summary>
public sealed class DialectTests
{
    private static readonly GenerateRequest Hello = new([new ChatMessage("user", "hi")], new GenerateSettings());

    private static readonly GenerateSettings Everything = new(12, 0.7, 0.9, 40, 0.05, 42)
    {
        Samplers = new SamplerSettings(0.9, 1.5, 0.5, 0.2, 0.8, 2, 3, 100, 2, 4, 0.2, 1.1, 0.3, 0.4, 32, ImmutableSortedDictionary<int, double>.Empty.Add(7, -100).Add(9, 2.5)),
        Grammar = "root ::= \"a\"",
    };

    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    [Theory]
    [InlineData("{}", null)]
    [InlineData(null, "llamacpp")]
    public async Task Samplers_WhereTheyAreKnown_AreSentByName(string? facts, string? owner)
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.End()), facts, owner: owner);
        using var client = await ConnectAsync(server);

        await client.AnswerAsync(Hello with { Settings = Everything }, _limit);

        var body = JsonNode.Parse(server.Bodies.Single())!;
        foreach (var (name, value) in new (string, double)[]
        {
            ("top_k", 40), ("min_p", 0.05), ("typical_p", 0.9), ("top_n_sigma", 1.5), ("xtc_probability", 0.5), ("xtc_threshold", 0.2), ("dry_multiplier", 0.8), ("dry_base", 2),
            ("dry_allowed_length", 3), ("dry_penalty_last_n", 100), ("mirostat", 2), ("mirostat_tau", 4), ("mirostat_eta", 0.2), ("repeat_penalty", 1.1), ("repeat_last_n", 32),
            ("frequency_penalty", 0.3), ("presence_penalty", 0.4),
        })
        {
            Assert.Equal(value, (double)body[name]!);
        }

        Assert.Equal("root ::= \"a\"", (string)body["grammar"]!);
        Assert.Equal((-100, 2.5), ((double)body["logit_bias"]!["7"]!, (double)body["logit_bias"]!["9"]!));
    }

    [Fact]
    public async Task Samplers_WhereTheyMayBeIgnored_AreNotSentAndAllNamed()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.End()));
        using var client = await ConnectAsync(server);

        var exception = await Assert.ThrowsAsync<ModelUnavailableException>(() => client.AnswerAsync(Hello with { Settings = Everything, Prefill = "Well", Template = "chatml" }, _limit));

        Assert.Equal("Inference.SettingsNotOffered", exception.Reason.Key);
        foreach (var name in (string[])["top_k", "typical_p", "dry_multiplier", "grammar", "prefill", "template"])
        {
            Assert.Contains(name, exception.Reason.Arguments[1], StringComparison.Ordinal);
        }

        Assert.DoesNotContain("frequency_penalty", exception.Reason.Arguments[1], StringComparison.Ordinal);
        Assert.Empty(server.Bodies);
    }

    [Fact]
    public async Task Settings_AtTheirDefaults_SendNothingBeyondTheProtocol()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.End()));
        using var client = await ConnectAsync(server);

        await client.AnswerAsync(Hello with { Settings = new GenerateSettings { Samplers = new SamplerSettings() } }, _limit);

        Assert.Equal(["max_tokens", "messages", "model", "seed", "stream", "stream_options", "temperature"], JsonNode.Parse(server.Bodies.Single())!.AsObject().Select(static field => field.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Prefill_AtAHostOfOurs_IsItsOwnField()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.End()), "{}");
        using var client = await ConnectAsync(server);

        await client.AnswerAsync(Hello with { Prefill = "Well", Template = "chatml", Logprobs = true, TopLogprobs = 3 }, _limit);

        var body = JsonNode.Parse(server.Bodies.Single())!;
        Assert.Equal(("Well", "chatml", 3), ((string)body["x_prefill"]!, (string)body["x_template"]!, (int)body["top_logprobs"]!));
        Assert.Single(body["messages"]!.AsArray());
    }

    [Fact]
    public async Task Prefill_AtVllm_IsALastMessageLeftOpen()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.End()), owner: "vllm");
        using var client = await ConnectAsync(server);

        await client.AnswerAsync(Hello with { Prefill = "Well" }, _limit);

        var body = JsonNode.Parse(server.Bodies.Single())!;
        Assert.Equal("Well", (string)body["messages"]![1]!["content"]!);
        Assert.Equal((true, false), ((bool)body["continue_final_message"]!, (bool)body["add_generation_prompt"]!));
    }

    [Fact]
    public async Task Logprobs_WithAlternatives_AreRead()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says("""{"choices":[{"delta":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-0.5,"x_sampled":-0.1,"top_logprobs":[{"token":"a","logprob":-0.5},{"token":"b","logprob":-1.5}]}]},"finish_reason":null}]}""", FakeEndpoint.End()));
        using var client = await ConnectAsync(server);

        var token = (await client.AnswerAsync(Hello with { Logprobs = true, TopLogprobs = 2 }, _limit)).Logprobs.Single();

        Assert.Equal(new TokenLogprob("a", -0.5, [new TokenChoice("a", -0.5), new TokenChoice("b", -1.5)], -0.1), token);
    }

    [Fact]
    public async Task Pair_CutBetweenTwoEvents_IsPutTogether()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.Piece("你\\ud83d"), FakeEndpoint.Piece("\\ude00!"), FakeEndpoint.Piece("\\ude00x\\ud83d"), FakeEndpoint.End()));
        using var client = await ConnectAsync(server);

        var updates = await client.GenerateAsync(Hello, _limit).ToListAsync(_limit);

        Assert.Equal("你😀!\uFFFDx\uFFFD", updates[^1].Final!.Text);
        Assert.Equal(updates[^1].Final!.Text, string.Concat(updates.Select(static update => update.Text)));
    }

    [Fact]
    public async Task Samples_AtAForeignEndpoint_AreRequestsOfTheirOwnSeeds()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(FakeEndpoint.Piece("x"), FakeEndpoint.End()));
        using var client = await ConnectAsync(server);

        var outputs = await client.SamplesAsync(Hello with { Settings = new GenerateSettings(Seed: 10) }, 3, _limit);

        Assert.Equal(3, outputs.Length);
        Assert.Equal([10, 11, 12], server.Bodies.Select(static body => (int)JsonNode.Parse(body)!["seed"]!));
    }

    [Fact]
    public async Task Embeddings_OfAnyLength_ComeBackAsUnitVectors()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(), embeddings: """{"data":[{"index":1,"embedding":[0,-2]},{"index":0,"embedding":[3,4]}]}""");
        using var client = await ConnectAsync(server);

        var answer = await client.EmbedAsync(["a", "b"], _limit);

        Assert.Equal([0.6f, 0.8f], answer.Vectors[0].AsEnumerable());
        Assert.Equal([0f, -1f], answer.Vectors[1].AsEnumerable());
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[0,0]},{"index":1,"embedding":[1,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,0]}]}""")]
    public async Task Embeddings_ThatAreNone_AreAnError(string reply)
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says(), embeddings: reply);
        using var client = await ConnectAsync(server);

        Assert.Equal("Inference.EndpointNotProtocol", (await Assert.ThrowsAsync<ModelUnavailableException>(() => client.EmbedAsync(["a", "b"], _limit))).Reason.Key);
    }

    [Fact]
    public async Task Embeddings_WhereThereAreNone_AreNotAvailable()
    {
        await using var server = await FakeEndpoint.StartAsync(FakeEndpoint.Says());
        using var client = await ConnectAsync(server);

        var answer = await client.EmbedAsync(["a"], _limit);

        Assert.Empty(answer.Vectors);
        Assert.Equal("Inference.EmbeddingsNotOffered", answer.NotAvailable!.Key);
    }

    private Task<OpenAiModelClient> ConnectAsync(FakeEndpoint server) => OpenAiModelClient.ConnectAsync(new ModelEndpoint("fake", server.Address), TimeProvider.System, _limit);
}
