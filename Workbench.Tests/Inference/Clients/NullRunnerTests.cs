using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;

namespace Workbench.Tests.Inference.Clients;

public sealed class NullRunnerTests
{
    [Theory]
    [InlineData("null:empty", "What?", "")]
    [InlineData("null:echo", "What?", "What?")]
    [InlineData("null:refuse", "What?", "I'm sorry, but I can't help with that.")]
    [InlineData("null:refuse", "法国的首都是哪里？", "抱歉，我无法回答这个问题。")]
    public async Task Answer_EachControl_AsItsNameSays(string model, string question, string expected) =>
        Assert.Equal(expected, (await AskAsync(model, question, 1)).Text);

    [Fact]
    public async Task Random_SameSeed_SameAnswer_OtherSeedsDiffer()
    {
        var answers = new HashSet<string>();
        for (var seed = 0; seed < 20; seed++)
        {
            var first = await AskAsync("null:random", "Where does the river rise and where does it end?", seed);
            Assert.Equal(first.Text, (await AskAsync("null:random", "Where does the river rise and where does it end?", seed)).Text);
            answers.Add(first.Text);
        }

        Assert.True(answers.Count > 10);
    }

    [Fact]
    public async Task Random_LetteredChoices_PicksEachAboutEquallyOften()
    {
        var picks = new Dictionary<string, int>();
        for (var seed = 0; seed < 400; seed++)
        {
            var text = (await AskAsync("null:random", "首都是？\nA. 巴黎\nB. 里昂\nC. 尼斯\nD. 南特", seed)).Text;
            picks[text] = picks.GetValueOrDefault(text) + 1;
        }

        Assert.Equal(["A", "B", "C", "D"], picks.Keys.Order());
        Assert.All(picks.Values, static count => Assert.InRange(count, 60, 140));
    }

    [Fact]
    public async Task Random_Likelihoods_PickTheFirstOfFourAboutAQuarterOfTheTime()
    {
        var runner = NullRunner.For("null:random");
        var first = 0;
        for (var question = 0; question < 400; question++)
        {
            var answer = await runner.LikelihoodAsync(new LikelihoodRequest($"question {question}", [], [" a", " bb", " ccc", " dddd"]), default);
            first += answer.Results.MaxBy(static result => result.LogProbability) == answer.Results[0] ? 1 : 0;
        }

        Assert.InRange(first, 60, 140);
    }

    [Fact]
    public void For_UnknownControl_IsRefused() =>
        Assert.Equal("Inference.NullRunnerUnknown", Assert.Throws<ModelUnavailableException>(() => NullRunner.For("null:oracle")).Reason.Key);

    private static Task<ModelOutput> AskAsync(string model, string question, long seed) =>
        NullRunner.For(model).AnswerAsync(new GenerateRequest([new ChatMessage("user", question)], new GenerateSettings(Seed: seed)), default);
}
