using Workbench.Core.Inference;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Tests.Suites;

public sealed class SampleMessagesTests
{
    private static readonly PromptSuite Plain = SuiteFile.Parse("name: a\nsystem: Be brief.\nscorers: [exact]\nsamples:\n  - { id: x, prompt: One?, target: 1, cluster: c }\n  - { id: y, prompt: Uno?, target: 1, cluster: c }\n  - { id: z, prompt: Two?, target: 2 }", "a.yaml");

    [Fact]
    public void Of_SystemExamplesTurnsPrompt_StandInThisOrder()
    {
        var suite = Plain with { FewShot = [new FewShot("Zero?", "0")] };
        var sample = suite.Samples[2] with { Turns = [new ChatMessage("user", "Hi"), new ChatMessage("assistant", "Hello")] };

        Assert.Equal(
            ["system Be brief.", "user Zero?", "assistant 0", "user Hi", "assistant Hello", "user Two?"],
            SampleMessages.Of(suite, sample).Select(message => $"{message.Role} {message.Content}"));
        Assert.Equal("Be long.", RunPlan.Messages(suite, new RunCell(sample, new Candidate("c", "null:echo", "Be long."), 0))[0].Content);
        Assert.Equal("Zero? 0\n\nHi\n\nHello\n\nTwo?", RunPlan.Likelihood(suite, new RunCell(sample with { Choices = ["2", "3"] }, new Candidate("c", "null:echo"), 0), "raw").Prompt);
    }

    [Fact]
    public void Check_CandidateWhoseSystemPromptHoldsTheCanary_IsRefused()
    {
        var spec = new RunSpec(Plain with { Canary = "canary-0123" }, [new Candidate("c", "null:echo", "Say canary-0123.")]);

        Assert.Equal("candidates", Assert.Single(Assert.Throws<Workbench.Core.Language.InputException>(() => RunPlan.Check(spec)).Problems).Field);
    }

    [Fact]
    public void Shots_DrawnFromTheSampleOrItsCluster_AreKeptOut()
    {
        var suite = Plain with { FewShot = [new FewShot("One?", "1", "x", "c"), new FewShot("Two?", "2", "z"), new FewShot("Three?", "3")] };

        Assert.Equal(["Two?", "Three?"], SampleMessages.Shots(suite, suite.Samples[0]).Select(shot => shot.Prompt));
        Assert.Equal(["Two?", "Three?"], SampleMessages.Shots(suite, suite.Samples[1]).Select(shot => shot.Prompt));
        Assert.Equal(["One?", "Three?"], SampleMessages.Shots(suite, suite.Samples[2]).Select(shot => shot.Prompt));
        Assert.Empty(SampleMessages.Shots(suite, suite.Samples[2] with { FewShot = [] }));
    }
}
