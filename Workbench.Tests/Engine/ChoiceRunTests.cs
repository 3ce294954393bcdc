using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Hallucination;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Suites;
using Workbench.Core.Suites.Import;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Engine;

/// <summary>TruthfulQA's choices as they come from its own file, through a run, against choices judged one by one and against another engine.</summary>
[Trait("Category", "Engine")]
public sealed class ChoiceRunTests(ExactSmolHost smol) : IClassFixture<ExactSmolHost>, IDisposable
{
    private const int Questions = 2;

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Run_TruthfulChoices_EqualsOneByOneForAThirdOfTheTokens()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        var goldens = File.ReadLines(RepositoryPaths.SharedFile("goldens/smollm2/loglikelihood.jsonl")).Select(line => JsonNode.Parse(line)!).Where(line => line["task"]!.GetValue<string>() == "truthfulqa_mc").Take(Questions).ToList();
        var suite = Suite(goldens);
        var host = smol.Host;
        using var client = await OpenAiModelClient.ConnectAsync(new ModelEndpoint("smol", $"unix:{host.SocketPath}", Model: Path.GetFileNameWithoutExtension(TestHost.SmolLM2)), TimeProvider.System, limit.Token);
        var pool = new RecordingPool(client);
        using var store = new RunStore(_database.Factory, TimeProvider.System);
        using var queue = new RunQueue(store, new Runner(store, pool, ScorerRegistry.Standard, TimeProvider.System), TimeProvider.System);
        var run = await queue.EnqueueAsync(new RunSpec(suite, [new Candidate("smol", "smol")], Reproducible: true), Actor.Owner, limit.Token);

        var before = await TokensAsync(host);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, limit.Token);
        var together = await TokensAsync(host) - before;

        var apart = 0L;
        var cells = (await store.ScoresAsync(run.Id, limit.Token)).ToDictionary(cell => cell.SampleId);
        Assert.Equal(2 * Questions, cells.Count);
        foreach (var sample in suite.Samples)
        {
            var (request, answer) = pool.Asked.Single(each => each.Request.Continuations.Length == sample.Choices.Length && each.Request.Prompt!.EndsWith(sample.Prompt, StringComparison.Ordinal));
            var golden = goldens.Single(line => line["prompt"]!.GetValue<string>() == request.Prompt);
            foreach (var (choice, result) in request.Continuations.Zip(answer.Results))
            {
                var alone = await host.PostAsync("/x/loglikelihood", new JsonObject { ["prompt"] = request.Prompt, ["continuations"] = new JsonArray(JsonValue.Create(choice)) });
                Assert.Equal(alone["results"]![0]!["logprob"]!.GetValue<double>(), result.LogProbability, 1e-4);
                var other = golden["continuations"]!.AsArray().Single(each => each!["text"]!.GetValue<string>() == choice)!;
                Assert.Equal(other["tokens"]!.GetValue<int>(), result.Tokens);
                Assert.InRange(Math.Abs(other["logprobLlamaCpp"]!.GetValue<double>() - result.LogProbability) / result.Tokens, 0, 0.05);
                apart += (await host.PostAsync("/x/tokenize", new JsonObject { ["text"] = request.Prompt + choice }))["tokens"]!.AsArray().Count;
            }

            double[] logs = [.. answer.Results.Select(result => result.LogProbability)];
            bool[] truths = [.. golden[sample.Tags[0]]!["labels"]!.AsArray().Select(label => label!.GetValue<int>() == 1)];
            var values = cells[sample.Id].Scores.Single().Values;
            if (sample.Tags[0] == "mc1")
            {
                Assert.Equal(logs.Index().MaxBy(each => each.Item).Index == Array.IndexOf(truths, true) ? 1 : 0, values["mc1"]);
            }
            else
            {
                Assert.Equal(ChoiceSums.TrueShare(logs, truths), values["mc2"], 1e-12);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{together} tokens decoded, {apart} one by one");
        Assert.InRange(together, 1, apart / 3);
        var summary = RunSummary.Build((await store.FindAsync(run.Id, limit.Token))!, suite, cells.Values).Candidates.Single();
        Assert.Equal((Questions, Questions), (summary.Metric("choice-likelihood.mc1")!.Estimate!.N, summary.Metric("choice-likelihood.mc2")!.Estimate!.N));
        Assert.Equal(summary.Metric("choice-likelihood.mc1")!.Estimate!.Value, summary.Metric("choice-likelihood.accuracy")!.Estimate!.Value);
    }

    /// <summary>The published file's questions that the goldens have, after the goldens' examples.</summary>
    private static PromptSuite Suite(List<JsonNode> goldens)
    {
        var all = SuiteImporter.Read(new ImportRequest(RepositoryPaths.SharedFile("data/truthfulqa/data/mc_task.json"))).Suite;
        var prompts = goldens.ConvertAll(line => line["prompt"]!.GetValue<string>());
        string[] parts = prompts[0].Split("\n\n");
        var suite = all with
        {
            FewShot = [.. parts[..^1].Select(part => part.Split("\nA: ")).Select(part => new FewShot($"{part[0]}\nA:", part[1]))],
            Samples = [.. all.Samples.Where(sample => prompts.Exists(prompt => prompt.EndsWith("\n\n" + sample.Prompt, StringComparison.Ordinal)))],
        };
        return suite with { Sha256 = SuiteCanonical.Hash(suite) };
    }

    private static async Task<long> TokensAsync(TestHost host) => (await host.GetAsync("/x/state"))["promptTokens"]!.GetValue<long>();

    private sealed class RecordingPool(IModelClient inner) : IModelPool, IModelClient
    {
        public ConcurrentBag<(LikelihoodRequest Request, LikelihoodAnswer Answer)> Asked { get; } = [];

        public ModelFacts Facts => inner.Facts;

        public Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation) => Task.FromResult(new ModelLease(this, static () => { }));

        public IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, CancellationToken cancellation) => inner.GenerateAsync(request, cancellation);

        public async Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation)
        {
            var answer = await inner.LikelihoodAsync(request, cancellation);
            Asked.Add((request, answer));
            return answer;
        }
    }
}
