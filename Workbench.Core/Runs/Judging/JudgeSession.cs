using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs.Judging;

/// <summary>One judge, asked about one answer after another.</summary>
/// <param name="scope">Verdicts kept from earlier questions of the same words; null asks each anew.</param>
internal sealed class JudgeSession(CandidateLease lease, Candidate judge, string name, ScorerRegistry scorers, CacheScope? scope)
{
    private volatile bool _takesLogprobs = true;
    private volatile bool _takesSchema = true;

    /// <summary>A score, whatever happens: what keeps the judge from answering is its reason.</summary>
    public async Task<Score> JudgeAsync(ScorerSpec spec, Sample sample, string answer, CancellationToken cancellation)
    {
        var scorer = (JudgeScorer)scorers.Find(spec.Kind)!;
        try
        {
            var question = JudgeQuestion.Of(spec, sample, answer, judge.SystemPrompt);
            return scorer.Judged(question, sample, await AskAsync(question, cancellation).ConfigureAwait(false), name);
        }
        catch (ModelUnavailableException unavailable)
        {
            return scorer.NotAsked(name, unavailable.Reason);
        }
        catch (InputException refused)
        {
            return scorer.NotAsked(name, refused.Problems[0].Message);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or TimeoutException or InvalidOperationException or NotSupportedException)
        {
            return scorer.NotAsked(name, new Phrase("Runs.Unexpected", FailureWords.Of(failure)));
        }
    }

    /// <summary>An endpoint may take neither log-probabilities nor a schema; it is asked without, and not tried with them again.</summary>
    private async Task<ModelOutput> AskAsync(JudgeQuestion question, CancellationToken cancellation)
    {
        while (true)
        {
            var (logprobs, schema) = (_takesLogprobs, _takesSchema);
            try
            {
                return await lease.AskAsync(client => Around(client).AnswerAsync(question.Request(client.RemoteConcurrency is null ? JudgeBinding.Grammar : schema ? JudgeBinding.Schema : JudgeBinding.None, logprobs), cancellation), cancellation).ConfigureAwait(false);
            }
            catch (InputException) when (logprobs || schema)
            {
                (_takesLogprobs, _takesSchema) = logprobs ? (false, _takesSchema) : (false, false);
            }
        }
    }

    private IModelClient Around(IModelClient client) => RunWork.Around(client, judge, scope, new CacheTally());
}
