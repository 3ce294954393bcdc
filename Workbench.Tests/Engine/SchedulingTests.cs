using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

/// <summary>What the scheduler decodes, counted in tokens and decodes, so that no figure depends on the machine.</summary>
[Trait("Category", "Engine")]
[Collection(nameof(EngineInThisProcess))]
public sealed class SchedulingTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(3));

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task Samples_OfOnePrompt_DecodeItOnceAndAnswerAsOneAlone()
    {
        using var engine = Load(1024, sequences: 16);
        var prompt = Prompt(engine, 90, 0);
        var alone = await TextAsync(Ask(engine, prompt, 24, person: false));
        using var other = Load(1024, sequences: 16);
        var jobs = other.Generate(prompt, Greedy(24), 16, interactive: false, _limit.Token);
        var texts = await Task.WhenAll(jobs.Select(TextAsync));
        Assert.All(texts, text => Assert.Equal(alone, text));
        Assert.Equal(prompt.Count, other.Meter.PromptTokens);
    }

    [Fact]
    public async Task Prompts_ThatBeginAlike_ShareTheBeginningWheneverTheyCome()
    {
        using var engine = Load(1024, sequences: 8);
        var common = Prompt(engine, 120, 0);
        var jobs = Enumerable.Range(0, 6).Select(i => Ask(engine, [.. common, .. engine.Vocabulary.Tokenize($" {(char)('A' + i)}")], 8, person: i % 2 == 0)).ToList();
        await Task.WhenAll(jobs.Select(TextAsync));
        var own = jobs.Sum(job => job.PromptLength - common.Count);
        Assert.InRange(engine.Meter.PromptTokens, common.Count, common.Count + own);
    }

    [Fact]
    public async Task Choices_ThatBeginAlike_AreJudgedAsEachWouldAloneWithTheirCommonTokensDecodedOnce()
    {
        string[] choices = [" there was a little girl named Lily", " there was a little girl named Sue.", " there was a dog", " a big tree", " there was a little girl"];
        using var engine = Load(512, sequences: 4);
        var prompt = PromptTokens.OfText(engine.Vocabulary, "Once upon a time,");
        var whole = choices.Select(choice => PromptTokens.OfText(engine.Vocabulary, "Once upon a time," + choice)).ToList();
        var results = await engine.LikelihoodAsync(prompt, whole, _limit.Token);
        var distinct = whole.SelectMany(tokens => Enumerable.Range(1, tokens.Count - 1).Select(length => string.Join(' ', tokens.Take(length)))).Distinct().Count();
        Assert.Equal(distinct, engine.Meter.PromptTokens);
        for (var i = 0; i < choices.Length; i++)
        {
            using var alone = Load(512, sequences: 1);
            var expected = (await alone.LikelihoodAsync(prompt, [whole[i]], _limit.Token))[0];
            Assert.Equal(expected.Logprob, results[i].Logprob, 0.02);
            Assert.Equal((expected.Tokens, expected.IsGreedy), (results[i].Tokens, results[i].IsGreedy));
        }
    }

    [Fact]
    public async Task Chat_WhileARunHasTakenEverySeat_BeginsWithinTwoDecodes()
    {
        using var engine = Load(1024, sequences: 4);
        var run = Enumerable.Range(0, 12).Select(i => Ask(engine, Prompt(engine, 8, i), 200, person: false)).ToList();
        await run[3].Pieces.ReadAsync(_limit.Token);
        Assert.True(engine.Meter.Waiting > 0);
        var before = engine.Meter.Decodes;
        var chat = Ask(engine, Prompt(engine, 6, 99), 4, person: true);
        await chat.Pieces.ReadAsync(_limit.Token);
        var decodes = engine.Meter.Decodes - before;

        // One may be under way, one reads the prompt; more than a few mean that it waited for a seat. Answers of the run have 200 tokens.
        Assert.InRange(decodes, 1, 12);
        Assert.True(engine.Meter.Waiting > 0);
        await Task.WhenAll([.. run.Select(TextAsync), TextAsync(chat)]);
    }

    [Fact]
    public async Task Run_BesideChatsThatNeverStop_ComesToItsEnd()
    {
        using var engine = Load(512, sequences: 2);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token);
        var chats = Enumerable.Range(0, 24).Select(i => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await foreach (var piece in engine.Generate(Prompt(engine, 6, i), Greedy(30), 1, interactive: true, stop.Token)[0].Pieces.ReadAllAsync(CancellationToken.None))
                {
                    _ = piece;
                }
            }
        })).ToList();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => TextAsync(Ask(engine, Prompt(engine, 10, 40 + i), 60, person: false))));
        Assert.False(_limit.IsCancellationRequested);
        await stop.CancelAsync();
        await Task.WhenAll(chats);
    }

    [Fact]
    public async Task Cache_Full_MakesTheRunGiveWayAndLosesNoToken()
    {
        const int tokens = 400;
        using var engine = Load(512, sequences: 4);
        var prompts = Enumerable.Range(0, 8).Select(i => Prompt(engine, 12, i)).ToList();

        // Eight answers need 8 x 412 cells; the last four are persons'.
        Assert.Equal(2048, engine.Cells);
        var jobs = prompts.Select((prompt, i) => engine.Generate(prompt, Greedy(tokens) with { TopLogprobs = 0 }, 1, interactive: i >= 4, _limit.Token)[0]).ToList();
        var written = await Task.WhenAll(jobs.Select(async job => (await job.Pieces.ReadAllAsync(_limit.Token).ToListAsync(_limit.Token)).SelectMany(piece => piece.Tokens).ToList()));

        // Judged by another engine that has room for each: a cell of another answer, or one too few, would show.
        using var judge = Load(512, sequences: 1);
        for (var i = 0; i < jobs.Count; i++)
        {
            Assert.Equal(tokens, written[i].Count);
            var judged = (await judge.LikelihoodAsync(prompts[i], [[.. prompts[i], .. written[i].Select(token => token.Token)]], _limit.Token))[0];
            Assert.Equal(judged.Logprob / tokens, written[i].Sum(token => token.Logprob) / tokens, 0.005);
        }

        Assert.True(engine.Meter.Preemptions > 0);
        Assert.All(jobs.Where(job => job.Interactive), job => Assert.Equal(0, job.Preemptions));
    }

    [Theory]
    [InlineData(false, 4, 89)]
    [InlineData(false, 300, 1)]
    [InlineData(true, 300, 89)]
    public async Task Prompt_LeftBehind_IsForgottenOnceReadingPastItCostMoreThanReadingItAnew(bool person, int othersTokens, int cached)
    {
        using var engine = Load(1024, sequences: 8);
        var prompt = Prompt(engine, 90, 0);
        await TextAsync(Ask(engine, prompt, 2, person));
        await Task.WhenAll(Enumerable.Range(1, 6).Select(i => TextAsync(Ask(engine, Prompt(engine, 6, i), othersTokens, person: false))));
        var again = Ask(engine, prompt, 2, person);
        await TextAsync(again);
        Assert.Equal(cached, again.Cached);
    }

    [Fact]
    public async Task Cancel_OfALongPrompt_EndsBeforeThePromptIsRead()
    {
        using var engine = Load(8192, sequences: 2);
        using var cancel = new CancellationTokenSource();
        var job = engine.Generate(Prompt(engine, 8000, 0), Greedy(4), 1, interactive: false, cancel.Token)[0];
        while (engine.Meter.Decodes == 0)
        {
            _limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await cancel.CancelAsync();
        var before = engine.Meter.Decodes;
        Assert.Empty(await TextAsync(job));
        Assert.InRange(engine.Meter.Decodes - before, 0, 1);
        Assert.InRange(engine.Meter.PromptTokens, 1, 7999);
    }

    [Fact]
    public void Interrupt_DuringADecode_LeavesTheContextUsable()
    {
        var spec = new EngineSpec(TestHost.Stories, 1024, Device: "cpu");
        using var model = EngineModel.Load(spec, _ => { });
        using var context = new DecodeContext(model, spec, 1024, 2);
        var expected = Logit(context);
        context.Remove(0);
        context.Remove(1);
        var asked = 0;
        context.Interrupt = () => ++asked > 20;
        Fill(context);
        Assert.Equal(DecodeOutcome.Interrupted, context.Decode());
        context.Interrupt = null;
        context.Remove(0);
        context.Remove(1);
        Assert.Equal(expected, Logit(context));
        Assert.True(asked is > 20 and < 40, $"asked {asked} times");

        static void Fill(DecodeContext context)
        {
            context.Clear();
            for (var i = 0; i < 100; i++)
            {
                context.Add(300 + i, i, [0, 1], output: i == 99);
            }
        }

        static float Logit(DecodeContext context)
        {
            Fill(context);
            Assert.Equal(DecodeOutcome.Done, context.Decode());
            return context.Logits(99)[5];
        }
    }

    [Fact]
    public async Task Likelihood_JudgedAgainAfterGivingWay_CountsEachTokenOnce()
    {
        using var job = new LikelihoodJob([1, 2, 0, 1], 2, CancellationToken.None);
        float[] logits = [0.5f, 0.1f, 0.2f];
        Assert.False(job.Take(1, logits));
        Assert.False(job.Take(1, logits));
        Assert.True(job.Take(2, logits));
        var normaliser = Math.Log(logits.Sum(value => Math.Exp(value)));
        Assert.Equal(0.5 + 0.1 - (2 * normaliser), (await job.Result.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Logprob, 1e-6);
    }

    private static InferenceEngine Load(int context, int sequences) => InferenceEngine.Load(new EngineSpec(TestHost.Stories, context, sequences, Device: "cpu"), _ => { });

    private static GenerationSpec Greedy(int tokens) => new(tokens, new SamplingSpec(Temperature: 0), [], IgnoreEnd: true);

    private static List<int> Prompt(InferenceEngine engine, int length, int salt) =>
        [engine.Vocabulary.Begin, .. Enumerable.Range(0, length - 1).Select(i => 300 + (((i * 17) + (salt * 31)) % 200))];

    private static async Task<string> TextAsync(GenerationJob job) =>
        string.Concat(await job.Pieces.ReadAllAsync(CancellationToken.None).Select(piece => piece.Text).ToListAsync(CancellationToken.None));

    private GenerationJob Ask(InferenceEngine engine, IReadOnlyList<int> prompt, int tokens, bool person) => engine.Generate(prompt, Greedy(tokens), 1, person, _limit.Token)[0];
}
