using Workbench.Core.Inference.Engine;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
[Collection(nameof(EngineInThisProcess))]
public sealed class BenchTests
{
    [Fact]
    public async Task Bench_OfASmallModel_PrintsItsFiguresAndAppendsATable()
    {
        var file = Path.GetTempFileName();
        var (code, words) = await TestHost.RunAsync("bench", "engine", "--model", TestHost.Stories, "--only", "streams,choices,cancel,sampling,crash", "--rounds", "1", "--tokens", "8", "--sequences", "4", "--append", file);
        Assert.True(code == 0, words);
        var rows = (await File.ReadAllLinesAsync(file)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length > 5).ToDictionary(cells => $"{cells[1]} {cells[2]}", cells => (Value: cells[3], Holds: cells[5]));
        Assert.NotEqual("0 tokens/s", rows["streams http"].Value);
        Assert.Equal("yes", rows["choices tokensToOneByOne"].Holds);
        Assert.InRange(double.Parse(rows["choices largestDifferenceToOneByOnePerToken"].Value, System.Globalization.CultureInfo.InvariantCulture), 0, 0.02);
        Assert.True(rows.ContainsKey("cancel millisecondsInALongPrompt"));
        Assert.True(rows.ContainsKey("sampling topP95"));
        Assert.True(rows.ContainsKey("crash secondsUntilHeardOf"));
        Assert.Equal("yes", rows["crash neighbourFailures"].Holds);
        File.Delete(file);
    }

    [Fact]
    public async Task Bench_OfAnUnknownPart_NamesTheParts()
    {
        var (code, words) = await TestHost.RunAsync("bench", "engine", "--model", TestHost.Demo, "--only", "streams,everything");
        Assert.Equal(2, code);
        Assert.Contains("everything", words, StringComparison.Ordinal);
        Assert.Contains("prefix", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Question_WithLogprobs_ScoresAsTruthfulQaDoes()
    {
        var question = new BenchQuestion("q", ["a", "b", "c"], [], [(0, true), (1, false)], [(0, true), (1, false), (2, true)]);
        double[] logprobs = [Math.Log(0.2), Math.Log(0.5), Math.Log(0.1)];
        Assert.Equal(0, question.SingleScore(logprobs));
        Assert.Equal(0.3 / 0.8, question.SeveralScore(logprobs), 1e-12);
        Assert.Equal(1, question.SingleScore([-1, -2, -3]));
    }

    [Theory]
    [InlineData(1.0, 0.95, null, true)]
    [InlineData(0.94, 0.95, null, false)]
    [InlineData(16.0, null, 15.0, false)]
    [InlineData(16.0, null, null, null)]
    public void Figure_WithATarget_SaysWhetherItHolds(double value, double? least, double? most, bool? holds) => Assert.Equal(holds, new BenchFigure("p", "n", value, AtLeast: least, AtMost: most).Holds);

    [Fact]
    public async Task Choices_OfTruthfulQaOnSmolLM2_JudgedTogether_GiveTheReferencesDecisions()
    {
        var questions = BenchQuestion.Read(RepositoryPaths.SharedFile("goldens/smollm2/loglikelihood.jsonl")).Where((_, i) => i % 10 == 4).ToList();
        using var engine = InferenceEngine.Load(new EngineSpec(TestHost.SmolLM2, 2048, Device: "cpu"), _ => { });
        var apart = 0;
        foreach (var question in questions)
        {
            var whole = question.Choices.Select(choice => PromptTokens.OfText(engine.Vocabulary, question.Prompt + choice)).ToList();
            apart += whole.Sum(tokens => tokens.Count - 1);
            var results = await engine.LikelihoodAsync(PromptTokens.OfText(engine.Vocabulary, question.Prompt), whole, CancellationToken.None);
            double[] logprobs = [.. results.Select(result => result.Logprob)];
            Assert.All(results.Index(), entry => Assert.InRange(Math.Abs(entry.Item.Logprob - question.Expected[entry.Index]) / entry.Item.Tokens, 0, 0.05));
            Assert.Equal(question.SingleScore(question.Expected), question.SingleScore(logprobs));
            Assert.Equal(question.SeveralScore(question.Expected), question.SeveralScore(logprobs), 0.05);
        }

        Assert.InRange(engine.Meter.PromptTokens, 1, apart / 3);
    }
}
