using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;

namespace Workbench.Tests.Inference.Clients;

/// <summary>What every model that can be asked keeps to, wherever it runs.</summary>
public abstract class ModelClientContract
{
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    private static GenerateRequest Question { get; } = new([new ChatMessage("user", "What is the capital of France?")], new GenerateSettings(MaxTokens: 12));

    [Fact]
    public async Task Generate_Ends_WithTheSumOfItsPieces()
    {
        await using var lease = await OpenAsync(_limit);

        var updates = await lease.Client.GenerateAsync(Question, _limit).ToListAsync(_limit);

        Assert.NotNull(updates[^1].Final);
        Assert.All(updates[..^1], static update => Assert.Null(update.Final));
        Assert.Equal(updates[^1].Final!.Text, string.Concat(updates.Select(static update => update.Text)));
    }

    [Fact]
    public async Task Generate_SameSeed_SameAnswer()
    {
        await using var lease = await OpenAsync(_limit);
        var request = Question with { Settings = Question.Settings with { Temperature = 1, Seed = 7 } };

        Assert.Equal((await lease.Client.AnswerAsync(request, _limit)).Text, (await lease.Client.AnswerAsync(request, _limit)).Text);
    }

    [Fact]
    public async Task Generate_CancelledBefore_Throws()
    {
        await using var lease = await OpenAsync(_limit);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lease.Client.AnswerAsync(Question, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Likelihood_HasOneResultAContinuation_OrAReason()
    {
        await using var lease = await OpenAsync(_limit);

        var answer = await lease.Client.LikelihoodAsync(new LikelihoodRequest("The capital of France is", [], [" Paris", " Lyon"]), _limit);

        Assert.Equal(answer.NotAvailable is null ? 2 : 0, answer.Results.Length);
        Assert.All(answer.Results, static result => Assert.True(result.LogProbability < 0 && result.Tokens > 0 && result.Bytes is 5 or 6));
    }

    [Fact]
    public async Task Samples_OfACount_AreThatManyAndEachOfItsSeed()
    {
        await using var lease = await OpenAsync(_limit);
        var request = Question with { Settings = Question.Settings with { Temperature = 1, Seed = 7 } };

        var samples = await lease.Client.SamplesAsync(request, 3, _limit);

        Assert.Equal(3, samples.Length);
        Assert.Equal((await lease.Client.AnswerAsync(request with { Settings = request.Settings with { Seed = 9 } }, _limit)).Text, samples[2].Text);
    }

    [Fact]
    public async Task Embed_HasOneUnitVectorAText_OrAReason()
    {
        await using var lease = await OpenAsync(_limit);

        var answer = await lease.Client.EmbedAsync(["The harbour.", "港口。"], _limit);

        Assert.Equal(answer.NotAvailable is null ? 2 : 0, answer.Vectors.Length);
        Assert.All(answer.Vectors, static vector => Assert.Equal(1, vector.Sum(static value => (double)value * value), 1e-3));
    }

    [Fact]
    public async Task Alternatives_AskedFor_AreEmptyOrSortedWithTheTokenAmongThem()
    {
        await using var lease = await OpenAsync(_limit);

        var output = await lease.Client.AnswerAsync(Question with { Logprobs = true, TopLogprobs = 3 }, _limit);

        Assert.All(output.Logprobs.Where(static token => !token.Top.IsEmpty), static token =>
        {
            Assert.Equal(token.Top.OrderByDescending(static choice => choice.Logprob), token.Top);
            Assert.Equal(token.Logprob, token.Top[0].Logprob);
        });
    }

    [Fact]
    public async Task Prefill_Given_IsContinuedOrRefusedWithAReason()
    {
        await using var lease = await OpenAsync(_limit);
        try
        {
            var output = await lease.Client.AnswerAsync(Question with { Prefill = "The capital" }, _limit);
            Assert.True(lease.Client is NullRunner || output.PromptSent is null || output.PromptSent.EndsWith("The capital", StringComparison.Ordinal));
        }
        catch (ModelUnavailableException exception)
        {
            Assert.Equal("Inference.SettingsNotOffered", exception.Reason.Key);
        }
    }

    [Fact]
    public async Task Facts_NameTheModel()
    {
        await using var lease = await OpenAsync(_limit);

        Assert.NotEmpty(lease.Client.Facts.Name);
    }

    protected abstract Task<Opened> OpenAsync(CancellationToken cancellation);

    /// <summary>A client and what must be closed after it.</summary>
    public sealed record Opened(IModelClient Client, Func<ValueTask> Close) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Close();
    }
}
