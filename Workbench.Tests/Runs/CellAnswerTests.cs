using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Tests.Runs;

public sealed class CellAnswerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task AskAsync_ScorersThatShare_AskEachThingOnce()
    {
        var model = new AskedModel();
        var answer = await AskAsync(model, new Wanting("a", new ScorerNeeds(Samples: new SamplesNeed(3, 1))), new Wanting("b", new ScorerNeeds(Tokens: true, Samples: new SamplesNeed(5, 1))));
        Assert.Equal(5, answer.Samples[1].Outputs.Length);
        Assert.Equal(3, answer.Further(new SamplesNeed(3, 1)).Outputs.Length);
        Assert.Equal("main", answer.Text);
        Assert.Single(answer.Tokens);
        Assert.Equal(1, model.Requests.Count(request => request.Settings.Temperature == 0 && request.Messages.Length == 1));
        Assert.Equal(5, model.Requests.Where(request => request.Settings.Temperature == 1).Select(request => request.Settings.Seed).Distinct().Count());

        // Both scorers put the same question; it comes after the answer.
        var asked = Assert.Single(model.Requests, request => request.Messages.Length == 3);
        Assert.Equal(("assistant", "main", "Sure?"), (asked.Messages[1].Role, asked.Messages[1].Content, asked.Messages[2].Content));
        Assert.Equal("reply", answer.Reply(Wanting.Sure).Text);
    }

    [Fact]
    public async Task AskAsync_EndpointRefusesLogprobsAndLikelihoods_GivesTheTextAndTheReasons()
    {
        var model = new AskedModel { RefusesLogprobs = true };
        var answer = await AskAsync(model, new Wanting("a", new ScorerNeeds(Choices: "raw", Tokens: true, Samples: new SamplesNeed(2, 1))), new Wanting("b", ScorerNeeds.JustText));
        Assert.Equal("main", answer.Text);
        Assert.Equal("Fake.NoLogprobs", answer.TokensNotAvailable!.Key);
        Assert.Equal(2, answer.Samples[1].Outputs.Length);
        Assert.Equal("Fake.NoLikelihoods", answer.Choices!.NotAvailable!.Key);
        Assert.Null(answer.ChatChoices);
    }

    [Fact]
    public async Task AskAsync_EndpointIsSilentAboutTokens_SaysSo()
    {
        var answer = await AskAsync(new AskedModel { IsSilent = true }, new Wanting("a", new ScorerNeeds(Tokens: true)), new Wanting("b", ScorerNeeds.JustText));
        Assert.Equal("Scoring.NoTokens", answer.TokensNotAvailable!.Key);
    }

    [Fact]
    public async Task AskAsync_NothingReadsText_AsksForNoAnswer()
    {
        var model = new AskedModel();
        var answer = await AskAsync(model, new Wanting("a", new ScorerNeeds(Text: false, Choices: "chat"), asks: false), new Wanting("b", new ScorerNeeds(Text: false), asks: false));
        Assert.Null(answer.Output);
        Assert.Empty(model.Requests);
        Assert.NotNull(answer.ChatChoices);
    }

    [Fact]
    public async Task AskAsync_FurtherSamplesAndQuestions_CountInTheUsage()
    {
        var suite = Given.Suite(1);
        using var lease = new CandidateLease(new OnePool(new AskedModel()), new Candidate("m", "m"), exact: false);
        var asked = new CellAnswer(new CandidateSession(lease), new ScorerRegistry([new Wanting("claim-outcome", new ScorerNeeds(Samples: new SamplesNeed(3, 1)))]), suite, new RunCell(suite.Samples[0], new Candidate("m", "m"), 0));
        Assert.Null(asked.Usage);
        var answer = await asked.AskAsync(CancellationToken.None).WaitAsync(Limit);

        // The answer, three samples, one question; what is said of the answer alone stays its own.
        Assert.Equal(new ModelUsage(5, 0, 5), asked.Usage);
        Assert.Equal(new ModelUsage(1, 0, 1), answer.Output!.Usage);
    }

    private static async Task<Answer> AskAsync(AskedModel model, Wanting first, Wanting second)
    {
        var suite = Given.Suite(1);
        var sample = suite.Samples[0] with { Scorers = [new ScorerSpec("a"), new ScorerSpec("b")], Choices = ["x", "y"], TargetChoice = 0 };
        using var lease = new CandidateLease(new OnePool(model), new Candidate("m", "m"), exact: false);
        return await new CellAnswer(new CandidateSession(lease), new ScorerRegistry([first, second]), suite, new RunCell(sample, new Candidate("m", "m"), 0)).AskAsync(CancellationToken.None).WaitAsync(Limit);
    }

    private sealed class Wanting(string kind, ScorerNeeds needs, bool asks = true) : IScorer
    {
        public static FurtherQuestion Sure { get; } = new("Sure?", true, []);

        public string Kind => kind;

        public ScorerNeeds Needs(ScorerSpec spec) => needs;

        public ImmutableArray<FurtherQuestion> Questions(ScorerSpec spec, Sample sample, Answer answer) => asks ? [Sure] : [];

        public Score Score(ScorerSpec spec, Sample sample, Answer answer) => throw new NotSupportedException();
    }

    private sealed class OnePool(IModelClient client) : IModelPool
    {
        public Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation) => Task.FromResult(new ModelLease(client, () => { }));
    }

    private sealed class AskedModel : IModelClient
    {
        public ConcurrentQueue<GenerateRequest> Requests { get; } = [];

        public bool RefusesLogprobs { get; init; }

        public bool IsSilent { get; init; }

        public ModelFacts Facts { get; } = new("m");

        public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            if (request.Logprobs && RefusesLogprobs)
            {
                throw new InputException(new InputProblem(new Phrase("Fake.NoLogprobs")));
            }

            Requests.Enqueue(request);
            var text = request.Messages.Length == 3 ? "reply" : request.Settings.Temperature > 0 ? "draw" : "main";
            yield return new GenerateUpdate("", new ModelOutput(text, StopReason.Stop, new ModelUsage(1, 0, 1), TimeSpan.Zero, Logprobs: request.Logprobs && !IsSilent ? [new TokenLogprob(text, -0.5)] : []));
        }

        public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation) => Task.FromResult(RefusesLogprobs
            ? new LikelihoodAnswer([], new Phrase("Fake.NoLikelihoods"))
            : new LikelihoodAnswer([.. request.Continuations.Select(_ => new ContinuationLikelihood(-1, 1, false, 1))]));
    }
}
