using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Tests.Inference.Hosts;

namespace Workbench.Tests.Engine;

/// <summary>
/// What ends a process that drives the library carelessly, asked of a host: each is a correct answer or an error in words, and the same process answers the next
/// request. While all of them run, another model answers as it does alone.
/// </summary>
[Trait("Category", "Engine")]
public sealed class CrashCaseTests(CrashHosts hosts) : IClassFixture<CrashHosts>
{
    private const string Sure = """ "max_tokens":4,"temperature":0 """;

    public static TheoryData<string, string, string, int> Cases => new()
    {
        { "batch longer than the library takes", "/v1/completions", $$"""{"prompt":"{{Words(300)}}",{{Sure}}}""", 200 },
        { "prompt of exactly one batch", "/v1/completions", $$"""{"prompt":[{{Tokens(512)}}],{{Sure}}}""", 200 },
        { "prompt of one batch and a token", "/v1/completions", $$"""{"prompt":[{{Tokens(513)}}],{{Sure}}}""", 200 },
        { "logits of every place", "/x/loglikelihood", $$"""{"prompt":"Once","continuations":["{{Words(300)}}"," a"]}""", 200 },
        { "logits of no place", "/x/loglikelihood", """{"prompt":"Once","continuations":[]}""", 400 },
        { "copy of a part of a sequence", "/x/samples", $$"""{"prompt":"{{Words(40)}}","n":40,"max_tokens":3,"temperature":1}""", 200 },
        { "more sequences than ids", "/x/samples", """{"prompt":"Once","n":300,"max_tokens":2,"temperature":1}""", 200 },
        { "grammar whose every token is banned", "/v1/completions", $$"""{"prompt":"Once","grammar":"root ::= \"a\"","logit_bias":{{Banned()}},{{Sure}}}""", 200 },
        { "grammar that is none", "/v1/completions", $$"""{"prompt":"Once","grammar":"root ::= (((",{{Sure}}}""", 400 },
        { "grammar without its root", "/v1/completions", $$"""{"prompt":"Once","grammar":"leaf ::= \"a\"",{{Sure}}}""", 400 },
        { "grammar with an unknown rule", "/v1/completions", $$"""{"prompt":"Once","grammar":"root ::= nothing",{{Sure}}}""", 400 },
        { "grammar that goes round", "/v1/completions", $$"""{"prompt":"Once","grammar":"root ::= root \"a\"",{{Sure}}}""", 400 },
        { "grammar beyond ASCII", "/v1/completions", """{"prompt":"Once","grammar":"root ::= \"巴黎\" | \"😀\"","max_tokens":12,"temperature":0}""", 200 },
        { "grammar that has ended", "/v1/completions", """{"prompt":"Once","grammar":"root ::= \"a\"","max_tokens":12,"ignore_eos":true,"temperature":1}""", 200 },
        { "breakers of repetition beyond ASCII", "/v1/completions", """{"prompt":"Once a a a a","dry_multiplier":2,"dry_sequence_breakers":["。","\ud83d","a"],"max_tokens":12}""", 200 },
        { "token that is none", "/v1/completions", """{"prompt":[1,2,99999999]}""", 400 },
        { "token below zero", "/v1/completions", """{"prompt":[-1]}""", 400 },
        { "bias for a token that is none", "/v1/completions", """{"prompt":"a","logit_bias":{"99999999":5}}""", 400 },
        { "no tokens at all", "/v1/completions", """{"prompt":[]}""", 400 },
        { "prompt longer than the context", "/v1/completions", $$"""{"prompt":"{{Words(1500)}}"}""", 400 },
        { "answers until the context is full", "/x/samples", """{"prompt":"Once","n":6,"max_tokens":100000,"ignore_eos":true,"temperature":1}""", 200 },
        { "every sampler at once", "/v1/completions", """{"prompt":"Once","max_tokens":8,"typical_p":0.01,"top_n_sigma":0.01,"xtc_probability":1,"xtc_threshold":0,"min_p":1,"top_p":0,"top_k":1,"mirostat":1,"repeat_penalty":10,"repeat_last_n":-1}""", 200 },
        { "embedding longer than its context", "/v1/embeddings", $$"""{"input":"{{Words(1500)}}"}""", 400 },
        { "embedding of nothing", "/v1/embeddings", """{"input":""}""", 400 },
        { "JSON without a bottom", "/v1/completions", new string('[', 100_000), 400 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case_AskedOfAHost_IsAnsweredAndTheProcessLivesOn(string name, string path, string body, int expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await hosts.Victim.Http.PostAsync(path, content);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True((int)response.StatusCode == expected, $"{name}: {response.StatusCode} {answer.ToJsonString()}");
        Assert.True(expected == 200 || answer["error"]!["message"]!.GetValue<string>().Length > 0, name);
        Assert.Equal(hosts.Alone, await CrashHosts.TellAsync(hosts.Victim));
        Assert.Equal(hosts.Alone, await CrashHosts.TellAsync(hosts.Bystander));
    }

    [Fact]
    public async Task Adapter_ThatIsNone_IsAMessageBeforeAnythingListens()
    {
        var (code, words) = await TestHost.RunAsync("host", "--model", TestHost.Stories, "--check", "--adapter", TestHost.Stories);
        Assert.Equal(3, code);
        Assert.Contains("adapter", words, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Abort_OfOneHost_IsCountedAndCostsOthersNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are not Windows's");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var models = DemoHosts.Start();
        int[] processes;
        await using (models)
        {
            var clients = await Task.WhenAll(((string[])["demo-knows", "demo-invents"]).Select(name => models.LoadAsync(name, HostSpec.Default, limit.Token)));
            var victim = models.State.Current.Find("demo-knows")!.ProcessId!.Value;
            var long200 = new GenerateRequest([new ChatMessage("user", "Tell me about the town.")], new GenerateSettings(MaxTokens: 200, Temperature: 1));
            var before = await clients[1].AnswerAsync(long200, limit.Token);
            var beside = clients[1].AnswerAsync(long200, limit.Token);
            using (var kill = Process.Start("kill", ["-ABRT", $"{victim}"]))
            {
                await kill.WaitForExitAsync(limit.Token);
            }

            var restarting = await models.UntilAsync("demo-knows", static host => host.Phase is HostPhase.Restarting, limit.Token);
            Assert.Equal(("Inference.HostExited", "3"), (((HostPhase.Restarting)restarting.Phase).Reason.Key, ((HostPhase.Restarting)restarting.Phase).Reason.Arguments[1]));
            Assert.Equal(before.Text, (await beside).Text);
            Assert.NotEmpty((await clients[0].AnswerAsync(long200, limit.Token)).Text);
            var after = models.State.Current;
            Assert.Equal((1, 0), (after.Find("demo-knows")!.Restarts, after.Find("demo-invents")!.Restarts));
            processes = [victim, .. after.Hosts.Select(static host => host.ProcessId!.Value)];
        }

        Assert.DoesNotContain(processes, DemoHosts.IsRunning);
    }

    private static string Words(int count) => string.Concat(Enumerable.Repeat("once ", count));

    private static string Tokens(int count) => string.Join(',', Enumerable.Range(0, count).Select(index => 5 + (index % 200)));

    private static string Banned() => new JsonObject(Enumerable.Range(0, 512).Select(token => KeyValuePair.Create($"{token}", (JsonNode?)JsonValue.Create(-100)))).ToJsonString();
}

/// <summary>A host that gets the bad requests and one that must not notice.</summary>
public sealed class CrashHosts : IAsyncLifetime
{
    public TestHost Victim { get; private set; } = null!;

    public TestHost Bystander { get; private set; } = null!;

    public string Alone { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Victim = await TestHost.StartAsync(TestHost.Stories, "--context", "640", "--sequences", "4");
        Bystander = await TestHost.StartAsync(TestHost.Stories);
        Alone = await TellAsync(Bystander);
    }

    public static async Task<string> TellAsync(TestHost host) =>
        (await host.PostAsync("/v1/completions", new JsonObject { ["prompt"] = "There was a dog", ["max_tokens"] = 8, ["temperature"] = 0 }))["choices"]![0]!["text"]!.GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        await Victim.DisposeAsync();
        await Bystander.DisposeAsync();
    }
}
