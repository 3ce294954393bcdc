using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>Judging all choices of a question at once against reading prompt and choice anew for each.</summary>
internal static class BenchChoices
{
    private const double MostTokens = 1.0 / 3;
    private const double MostTime = 0.5;
    private const double MostDifference = 0.05;
    private const double LeastEqual = 28.0 / 30;

    /// <param name="pairs">Questions that are judged both ways; the others only at once, for their results.</param>
    public static async Task<List<BenchFigure>> RunAsync(InferenceEngine engine, IReadOnlyList<BenchQuestion> questions, int pairs, Action<string> say)
    {
        using var context = new DecodeContext(engine.Model, engine.Spec, engine.Context, 1);
        List<double> together = [], apart = [];
        List<(BenchQuestion Question, List<double> Logprobs)> judged = [];
        double difference = 0, between = 0;
        long tokensTogether = 0, tokensApart = 0;
        foreach (var (index, question) in questions.Index())
        {
            var prompt = PromptTokens.OfText(engine.Vocabulary, question.Prompt);
            var whole = question.Choices.Select(choice => PromptTokens.OfText(engine.Vocabulary, question.Prompt + choice)).ToList();
            var before = engine.Meter.PromptTokens;
            var watch = Stopwatch.StartNew();
            var results = await engine.LikelihoodAsync(prompt, whole, CancellationToken.None).ConfigureAwait(false);
            var seconds = watch.Elapsed.TotalSeconds;
            judged.Add((question, [.. results.Select(result => result.Logprob)]));
            difference = Math.Max(difference, question.Expected.Select((expected, i) => Math.Abs(expected - results[i].Logprob) / results[i].Tokens).DefaultIfEmpty(0).Max());
            if (index < pairs)
            {
                together.Add(seconds);
                tokensTogether += engine.Meter.PromptTokens - before;
                tokensApart += whole.Sum(tokens => tokens.Count - 1);
                watch.Restart();
                var alone = whole.ConvertAll(tokens => JudgeAlone(context, prompt, tokens));
                apart.Add(watch.Elapsed.TotalSeconds);
                between = Math.Max(between, alone.Select((logprob, i) => Math.Abs(logprob - results[i].Logprob) / results[i].Tokens).Max());
                say(FormattableString.Invariant($"choices {index + 1}: at once {seconds:0.00} s, one by one {apart[^1]:0.00} s"));
            }
        }

        // Half-precision caches and sums round differently in every shape of a batch; only exact mode is held to the last digits.
        double? mostDifference = engine.Spec.Exact ? MostDifference : null;
        List<BenchFigure> figures =
        [
            new("choices", "questions", questions.Count),
            new("choices", "tokensToOneByOne", (double)tokensTogether / tokensApart, AtMost: MostTokens),
            new("choices", "timeToOneByOne", BenchFigure.Ratio(together, apart), AtMost: MostTime),
            new("choices", "largestDifferenceToOneByOnePerToken", between, AtMost: mostDifference),
        ];
        var known = judged.FindAll(entry => entry.Question is { Expected.IsEmpty: false, Single.IsEmpty: false, Several.IsEmpty: false });
        if (known.Count > 0)
        {
            var equal = known.Count(entry => entry.Question.SingleScore(entry.Logprobs) == entry.Question.SingleScore(entry.Question.Expected));
            figures.Add(new("choices", "largestDifferenceToReferencePerToken", difference, AtMost: mostDifference));
            figures.Add(new("choices", "mc1DecisionsEqual", (double)equal / known.Count, AtLeast: LeastEqual));
            figures.Add(new("choices", "mc2", known.Average(entry => entry.Question.SeveralScore(entry.Logprobs))));
            figures.Add(new("choices", "mc2Reference", known.Average(entry => entry.Question.SeveralScore(entry.Question.Expected))));
        }

        return figures;
    }

    private static double JudgeAlone(DecodeContext context, List<int> prompt, List<int> tokens)
    {
        var first = Math.Min(prompt.Zip(tokens).TakeWhile(pair => pair.First == pair.Second).Count(), tokens.Count - 1);
        var probabilities = new LogProbabilities();
        double sum = 0;
        context.Remove(0);
        for (var start = 0; start < tokens.Count - 1; start += DecodeContext.BatchTokens)
        {
            context.Clear();
            var end = Math.Min(tokens.Count - 1, start + DecodeContext.BatchTokens);
            for (var position = start; position < end; position++)
            {
                context.Add(tokens[position], position, 0, output: position >= first - 1);
            }

            if (context.Decode() != DecodeOutcome.Done)
            {
                throw new InvalidOperationException("A prompt did not decode.");
            }

            for (var position = Math.Max(start, first - 1); position < end; position++)
            {
                var logits = context.Logits(position - start);
                sum += logits[tokens[position + 1]] - probabilities.Normaliser(logits);
            }
        }

        return sum;
    }
}
