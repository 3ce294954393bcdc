using System.Text.Json.Nodes;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
public sealed class ExactLikelihoodTests(ExactSmolHost smol) : IClassFixture<ExactSmolHost>
{
    private const int BeginToken = 1;

    [Theory]
    [InlineData("Once upon a time", " there was a little girl", " a dog", " the")]
    [InlineData("Lily and Tom went to the park. They saw a big", " tree.", " bird in the sky. It was very happy and wanted to play with the ball.")]
    [InlineData("The", " cat sat", " end")]
    public async Task Likelihood_InExactMode_EqualsAnIndependentForwardPass(string prompt, params string[] continuations)
    {
        var model = TestHost.Stories;
        await using var host = await TestHost.StartAsync(model, "--exact");
        var reference = new ReferenceLlama(model);
        var answer = await host.PostAsync("/x/loglikelihood", Request(prompt, continuations));
        var alone = await TokensAsync(host, prompt);
        for (var i = 0; i < continuations.Length; i++)
        {
            var whole = await TokensAsync(host, prompt + continuations[i]);
            var common = alone.Zip(whole).TakeWhile(pair => pair.First == pair.Second).Count();
            var rows = reference.LogProbabilities(whole);
            var expected = Enumerable.Range(common, whole.Count - common).Sum(at => rows[at - 1][whole[at]]);
            var result = answer["results"]![i]!;
            Assert.Equal(whole.Count - common, result["tokens"]!.GetValue<int>());
            Assert.Equal(expected, result["logprob"]!.GetValue<double>(), 1e-4);
        }
    }

    [Fact]
    public async Task Likelihood_OfSmolLM2_StaysWithinTheGoldensTolerance()
    {
        var host = smol.Host;

        // A part of each task: one core needs about two seconds a prompt.
        var lines = File.ReadLines(RepositoryPaths.SharedFile("goldens/smollm2/loglikelihood.jsonl")).Select(line => JsonNode.Parse(line)!)
            .GroupBy(line => line["task"]!.GetValue<string>()).SelectMany(task => task.Where((_, i) => i % (task.Key == "truthfulqa_mc" ? 2 : 8) == 0)).ToList();
        var decisions = 0;
        var equal = 0;
        var failures = new List<string>();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var line in lines)
        {
            var expected = line["continuations"]!.AsArray();
            var answer = await host.PostAsync("/x/loglikelihood", Request(line["prompt"]!.GetValue<string>(), [.. expected.Select(item => item!["text"]!.GetValue<string>())]));
            var results = answer["results"]!.AsArray();
            for (var i = 0; i < expected.Count; i++)
            {
                var tokens = expected[i]!["tokens"]!.GetValue<int>();
                var difference = Math.Abs(results[i]!["logprob"]!.GetValue<double>() - expected[i]!["logprobLlamaCpp"]!.GetValue<double>()) / tokens;
                var flipped = expected[i]!["minTopGap"]!.GetValue<double>() > 0.3 && results[i]!["greedy"]!.GetValue<bool>() != expected[i]!["greedyLlamaCpp"]!.GetValue<bool>();
                if (tokens != results[i]!["tokens"]!.GetValue<int>() || difference > 0.05 || flipped)
                {
                    failures.Add($"{line["id"]} {i}: {tokens}/{results[i]!["tokens"]} tokens, {difference:0.000} a token, flipped {flipped}");
                }
            }

            if (line["task"]!.GetValue<string>() == "truthfulqa_mc")
            {
                decisions++;
                equal += Best(results.Select(item => item!["logprob"]!.GetValue<double>())) == Best(expected.Select(item => item!["logprobLlamaCpp"]!.GetValue<double>())) ? 1 : 0;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{lines.Count} prompts in {watch.Elapsed.TotalSeconds:0.0} s, {equal} of {decisions} decisions equal");
        Assert.Empty(failures);
        Assert.True(decisions > 0 && equal >= decisions - 1, $"{equal} of {decisions}");
    }

    [Fact]
    public async Task Likelihood_AskedTwiceInAnyOrder_GivesTheSameBytes()
    {
        var host = smol.Host;
        string[] continuations = [" Paris, of course.", " London", " a large city in the north"];
        var prompt = string.Concat(Enumerable.Repeat("Question: what is it? Answer: it is something. ", 6)) + "The capital of France is";
        var first = await host.PostAsync("/x/loglikelihood", Request(prompt, continuations));
        await host.PostAsync("/x/loglikelihood", Request("Something else entirely, long enough to push the first one out", [" yes"]));
        var second = await host.PostAsync("/x/loglikelihood", Request(prompt, [.. continuations.Reverse()]));
        Assert.Equal(first["results"]!.AsArray().Select(item => item!["logprob"]!.ToJsonString()), second["results"]!.AsArray().Reverse().Select(item => item!["logprob"]!.ToJsonString()));
    }

    private static int Best(IEnumerable<double> values) => values.Index().MaxBy(entry => entry.Item).Index;

    private static JsonObject Request(string prompt, string[] continuations) => new() { ["prompt"] = prompt, ["continuations"] = new JsonArray([.. continuations.Select(text => JsonValue.Create(text))]) };

    private static async Task<List<int>> TokensAsync(TestHost host, string text)
    {
        var answer = await host.PostAsync("/x/tokenize", new JsonObject { ["text"] = text });
        return [BeginToken, .. answer["tokens"]!.AsArray().Select(token => token!.GetValue<int>())];
    }
}
