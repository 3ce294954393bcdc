using System.Collections.Immutable;
using Workbench.Core.Comparisons;
using Workbench.Core.Inference;

namespace Workbench.Components.Compare;

/// <summary>One comparison while it is open: who answers, what was said, and what is being said now.</summary>
public sealed class CompareSession : IDisposable
{
    private readonly IModelPool _pool;
    private readonly TimeProvider _time;
    private ImmutableList<Task> _running = [];

    public CompareSession(IModelPool pool, TimeProvider time, ImmutableArray<Candidate> candidates, bool blind)
    {
        (_pool, _time, Candidates, IsBlind) = (pool, time, candidates, blind);
        Talk = new Conversation(candidates.Length);
        Order = [.. Enumerable.Range(0, candidates.Length)];
    }

    public ImmutableArray<Candidate> Candidates { get; }

    public Conversation Talk { get; }

    /// <summary>Columns by seat.</summary>
    public ImmutableArray<int> Order { get; private set; }

    public bool IsBlind { get; }

    /// <summary>The vote was cast or skipped.</summary>
    public bool IsRevealed { get; private set; }

    public ComparisonVerdict? Verdict { get; private set; }

    /// <summary>Ends when nothing is being answered any more.</summary>
    public Task Quiet => Task.WhenAll(_running);

    /// <summary>As it is kept; null before the first answer ended.</summary>
    public Comparison? Kept { get; set; }

    public bool HasAnswers => Talk.Answers.Count > 0;

    public bool IsRunning => Talk.Answers.Any(answer => answer.IsRunning);

    /// <summary>Names, speed and prompts stay hidden from the first word to the vote.</summary>
    public bool IsMasked => IsBlind && HasAnswers && !IsRevealed;

    /// <summary>Answers of the last question shown, by column.</summary>
    public ImmutableArray<LiveAnswer?> Current => Talk.Last is { } last ? [.. Enumerable.Range(0, Candidates.Length).Select(column => Talk.At(column, last))] : [.. Candidates.Select(_ => (LiveAnswer?)null)];

    public static CompareSession Open(Comparison kept, IModelPool pool, TimeProvider time, bool logprobs)
    {
        var session = new CompareSession(pool, time, kept.Candidates, kept.View.Blind)
        {
            Kept = kept,
            IsRevealed = kept.View.Revealed,
            Verdict = kept.View.Verdict,
        };
        if (kept.View.Order.Length == kept.Candidates.Length && kept.View.Order.Order().SequenceEqual(session.Order))
        {
            session.Order = kept.View.Order;
        }

        session.Talk.Restore(kept, logprobs);
        return session;
    }

    /// <summary>Asks every candidate. The first question asked again, or in other words, is another branch; so is an edited later one.</summary>
    public Task AskAsync(string question, ComparisonTurn? parent, bool logprobs, bool inTurn)
    {
        if (IsBlind && !HasAnswers)
        {
            var shuffled = Order.ToArray();
            Random.Shared.Shuffle(shuffled);
            Order = [.. shuffled];
        }

        var before = Candidates.Select((_, column) => Talk.Before(column, parent)).ToArray();
        var turn = Talk.Ask(question, parent);
        return RunAsync([.. Candidates.Select((_, column) => Begin(column, turn, before[column], logprobs))], inTurn);
    }

    /// <summary>Asks one candidate a question of the branch shown once more, with the next seed; what it said before stays as a version.</summary>
    public Task AskOneAsync(int column, ComparisonTurn turn, bool logprobs)
    {
        var parent = Talk.At(column, turn)?.Parent ?? Talk.Before(column, Talk.Turns.FirstOrDefault(each => each.Id == turn.Parent));
        return RunAsync([Begin(column, turn, parent, logprobs)], inTurn: false);
    }

    /// <summary>Asks again where the last question shown has failed.</summary>
    public Task RetryAsync(bool logprobs, bool inTurn) => Talk.Last is not { } last
        ? Task.CompletedTask
        : RunAsync([.. Current.Where(answer => answer is { Phase: AnswerPhase.Failed }).Select(answer => Begin(answer!.Column, last, answer.Parent, logprobs)).ToArray()], inTurn);

    /// <summary>Continues an answer with another token in the place of one it has.</summary>
    public Task BranchAsync(LiveAnswer from, int token, TokenChoice choice)
    {
        var tokens = from.Tokens;
        ImmutableArray<TokenLogprob> kept = [.. tokens.Take(token), tokens[token] with { Text = choice.Text, Logprob = choice.Logprob, Sampled = null }];
        var prefill = from.Text[..StartOf(from, token)] + choice.Text;
        var branch = new TokenBranch(from.Id, token, choice.Text, prefill);
        var answer = new LiveAnswer(Talk.NextId, from.Task with { Logprobs = true, Branch = branch, Kept = kept }, _time.GetUtcNow());
        Talk.Show(from);
        Talk.Add(answer);
        return RunAsync([answer], inTurn: false);
    }

    /// <summary>Where a token begins in the text.</summary>
    public static int StartOf(LiveAnswer answer, int token)
    {
        var position = 0;
        foreach (var mark in answer.Stretches.SelectMany(stretch => stretch.Marks))
        {
            if (mark.Token >= token)
            {
                break;
            }

            position += mark.Length;
        }

        return position;
    }

    public void Reveal(ComparisonVerdict? verdict) => (IsRevealed, Verdict) = (true, verdict);

    public void StopAll()
    {
        foreach (var answer in Talk.Answers.Where(answer => answer.IsRunning))
        {
            answer.Stop();
        }
    }

    /// <summary>What is there now, without answers that are still being written.</summary>
    public Comparison ToComparison(string? system, string pace, string draft)
    {
        var ended = Talk.Answers.Where(answer => !answer.IsRunning).ToList();
        var view = new ComparisonView(system, pace, IsBlind, Order, IsRevealed, Verdict, Talk.Last?.Id, [.. Talk.Shown.Select(answer => answer is { IsRunning: false } ? answer.Id : (int?)null)], draft);
        return (Kept ?? new Comparison("", Candidates, [], [], view)) with { Turns = [.. Talk.Turns], Answers = [.. ended.Select(answer => answer.Keep())], View = view };
    }

    public void Dispose() => StopAll();

    private LiveAnswer Begin(int column, ComparisonTurn turn, LiveAnswer? parent, bool logprobs)
    {
        var candidate = Candidates[column];
        var settings = candidate.Settings ?? new GenerateSettings();
        var earlier = Talk.Answers.Count(answer => answer.Column == column && answer.Task.Turn.Id == turn.Id && ReferenceEquals(answer.Parent, parent) && answer is { Task.Branch: null, Phase: not AnswerPhase.Failed });

        // At temperature 0 another seed would say the same; a fixed seed moves on, so that a second answer is a second sample and still reproducible.
        var seeded = settings is { Temperature: > 0, Seed: { } seed } ? settings with { Seed = seed + earlier } : settings;
        var answer = new LiveAnswer(Talk.NextId, new AnswerTask(candidate, column, turn, parent, seeded, logprobs), _time.GetUtcNow());
        Talk.Add(answer);
        return answer;
    }

    private Task RunAsync(IReadOnlyList<LiveAnswer> answers, bool inTurn)
    {
        var run = RunGroupsAsync(answers, inTurn);
        _running = _running.RemoveAll(task => task.IsCompleted).Add(run);
        return run;
    }

    private async Task RunGroupsAsync(IReadOnlyList<LiveAnswer> answers, bool inTurn)
    {
        var groups = inTurn ? answers.GroupBy(answer => answer.Task.Candidate.Model) : answers.GroupBy(_ => "");
        foreach (var group in groups.Select(group => group.ToArray()))
        {
            await Task.WhenAll(group.Select(answer => Task.Run(() => answer.RunAsync(_pool))));
        }
    }
}
