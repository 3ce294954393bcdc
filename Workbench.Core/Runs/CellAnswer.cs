using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>Asks a candidate everything that the scorers of a sample need, each thing once. What it can't give arrives as a reason; only a model that is gone is an error.</summary>
internal sealed class CellAnswer(CandidateSession session, ScorerRegistry scorers, PromptSuite suite, RunCell cell)
{
    /// <summary>Between the seeds of an answer and of its further samples, and from repeat to repeat, so that no two draws are one.</summary>
    private const long SeedStep = 1000;

    private readonly ImmutableArray<ChatMessage> _messages = RunPlan.Messages(suite, cell);
    private readonly GenerateSettings _settings = RunPlan.Settings(suite, cell);

    /// <summary>Tokens of everything that was asked: the answer, further samples, follow-up questions. Null while nothing told.</summary>
    public ModelUsage? Usage { get; private set; }

    /// <exception cref="ModelUnavailableException">The model is not there, or was lost twice.</exception>
    public async Task<Answer> AskAsync(CancellationToken cancellation)
    {
        var needs = scorers.Needs(suite, cell.Sample);
        var answer = needs.Any(need => need.Text) ? await TextAsync(needs.Any(need => need.Tokens), cancellation).ConfigureAwait(false) : new Answer("");
        answer = answer with
        {
            Choices = await ChoicesAsync(needs, "raw", cancellation).ConfigureAwait(false),
            ChatChoices = await ChoicesAsync(needs, "chat", cancellation).ConfigureAwait(false),
        };
        foreach (var group in needs.Select(need => need.Samples).OfType<SamplesNeed>().GroupBy(need => need.Temperature))
        {
            var samples = await SamplesAsync(group.Max(need => need.Count), group.Key, needs.Any(need => need.Tokens), cancellation).ConfigureAwait(false);
            answer = answer with { Samples = answer.Samples.Add(group.Key, samples) };
        }

        foreach (var question in scorers.Questions(suite, cell.Sample, answer))
        {
            answer = answer with { Replies = answer.Replies.SetItem(question.Key, await ReplyAsync(question, answer.Text, cancellation).ConfigureAwait(false)) };
        }

        return answer;
    }

    private async Task<Answer> TextAsync(bool tokens, CancellationToken cancellation)
    {
        Phrase? refused = null;
        if (tokens)
        {
            try
            {
                var output = await GenerateAsync(_messages, _settings, tokens: true, cancellation).ConfigureAwait(false);
                var missing = output.Logprobs.IsEmpty && output.Text.Length > 0 ? new Phrase("Scoring.NoTokens", cell.Candidate.Model) : null;
                return new Answer(output.Text) { Output = output, Tokens = output.Logprobs, TokensNotAvailable = missing };
            }
            catch (InputException refusal)
            {
                // Some endpoints refuse the whole request when log-probabilities are asked for; the text may still be had.
                refused = refusal.Problems[0].Message;
            }
        }

        var plain = await GenerateAsync(_messages, _settings, tokens: false, cancellation).ConfigureAwait(false);
        return new Answer(plain.Text) { Output = plain, TokensNotAvailable = refused };
    }

    private async Task<LikelihoodAnswer?> ChoicesAsync(ImmutableArray<ScorerNeeds> needs, string ask, CancellationToken cancellation) => !cell.Sample.Choices.IsEmpty && needs.Any(need => need.Choices == ask)
        ? await session.AskAsync(client => client.LikelihoodAsync(RunPlan.Likelihood(suite, cell, ask), cancellation), cancellation).ConfigureAwait(false)
        : null;

    private async Task<FurtherSamples> SamplesAsync(int count, double temperature, bool tokens, CancellationToken cancellation)
    {
        var settings = _settings with { Temperature = temperature, Seed = _settings.Seed + (SeedStep * (cell.Repeat + 1)) };
        try
        {
            var outputs = await session.AskAsync(client => client.SamplesAsync(new GenerateRequest(_messages, settings, Logprobs: tokens), count, cancellation), cancellation).ConfigureAwait(false);
            Count(outputs);
            return new FurtherSamples(outputs);
        }
        catch (InputException) when (tokens)
        {
            return await SamplesAsync(count, temperature, tokens: false, cancellation).ConfigureAwait(false);
        }
        catch (Exception refusal) when (refusal is InputException or NotSupportedException)
        {
            return new FurtherSamples([], Reason(refusal));
        }
    }

    private async Task<FurtherReply> ReplyAsync(FurtherQuestion question, string text, CancellationToken cancellation)
    {
        var asked = new ChatMessage("user", question.Text);
        ImmutableArray<ChatMessage> messages = question.AfterAnswer ? [.. _messages, new ChatMessage("assistant", text), asked] : [asked];
        try
        {
            if (!question.Options.IsEmpty)
            {
                var likelihoods = await session.AskAsync(client => client.LikelihoodAsync(new LikelihoodRequest(null, messages, question.Options), cancellation), cancellation).ConfigureAwait(false);
                return new FurtherReply(null, likelihoods, likelihoods.NotAvailable);
            }

            var settings = new GenerateSettings(question.MaxTokens, Temperature: 0, Seed: _settings.Seed);
            return new FurtherReply((await GenerateAsync(messages, settings, tokens: false, cancellation).ConfigureAwait(false)).Text);
        }
        catch (Exception refusal) when (refusal is InputException or NotSupportedException)
        {
            return new FurtherReply(null, null, Reason(refusal));
        }
    }

    private async Task<ModelOutput> GenerateAsync(ImmutableArray<ChatMessage> messages, GenerateSettings settings, bool tokens, CancellationToken cancellation)
    {
        var output = await session.AskAsync(client => client.AnswerAsync(new GenerateRequest(messages, settings, Logprobs: tokens), cancellation), cancellation).ConfigureAwait(false);
        Count([output]);
        return output;
    }

    private void Count(ImmutableArray<ModelOutput> outputs)
    {
        foreach (var output in outputs)
        {
            Usage = Usage is { } sum ? new ModelUsage(sum.Prompt + output.Usage.Prompt, sum.PromptCached + output.Usage.PromptCached, sum.Completion + output.Usage.Completion) : output.Usage;
        }
    }

    private static Phrase Reason(Exception refusal) => refusal is InputException input ? input.Problems[0].Message : new Phrase("Runs.Unexpected", FailureWords.Of(refusal));
}
