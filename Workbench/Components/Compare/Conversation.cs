using System.Collections.Immutable;
using Workbench.Core.Comparisons;

namespace Workbench.Components.Compare;

/// <summary>Questions and answers as two trees: an edited question and an answer given anew are branches, and none is ever lost. One branch is shown.</summary>
public sealed class Conversation(int columns)
{
    private readonly List<ComparisonTurn> _turns = [];
    private readonly List<LiveAnswer> _answers = [];
    private readonly LiveAnswer?[] _shown = new LiveAnswer?[columns];

    public IReadOnlyList<ComparisonTurn> Turns => _turns;

    public IReadOnlyList<LiveAnswer> Answers => _answers;

    /// <summary>The last question of the branch shown; null before the first.</summary>
    public ComparisonTurn? Last { get; private set; }

    /// <summary>By column, the last answer of the branch shown.</summary>
    public ImmutableArray<LiveAnswer?> Shown => [.. _shown];

    /// <summary>From the first question to the last one shown.</summary>
    public ImmutableArray<ComparisonTurn> Path => PathTo(Last);

    public int NextId => _answers.Count == 0 ? 1 : _answers.Max(answer => answer.Id) + 1;

    /// <summary>Adds a question after <paramref name="parent"/> and shows it. The same question in the same place is not added twice.</summary>
    public ComparisonTurn Ask(string question, ComparisonTurn? parent)
    {
        var turn = _turns.FirstOrDefault(each => each.Parent == parent?.Id && each.Question == question);
        if (turn is null)
        {
            turn = new ComparisonTurn(_turns.Count + 1, parent?.Id, question);
            _turns.Add(turn);
        }

        Last = turn;
        return turn;
    }

    /// <summary>Adds an answer and shows it in its column.</summary>
    public void Add(LiveAnswer answer)
    {
        _answers.Add(answer);
        _shown[answer.Column] = answer;
    }

    /// <summary>The answer shown for a question; null where it was not asked in the column's branch.</summary>
    public LiveAnswer? At(int column, ComparisonTurn turn)
    {
        var answer = _shown[column];
        while (answer is not null && answer.Task.Turn.Id != turn.Id)
        {
            answer = answer.Parent;
        }

        return answer;
    }

    /// <summary>The answer that a new question after <paramref name="turn"/> follows in a column.</summary>
    public LiveAnswer? Before(int column, ComparisonTurn? turn)
    {
        var ids = PathTo(turn).Select(each => each.Id).ToHashSet();
        var answer = _shown[column];
        while (answer is not null && !ids.Contains(answer.Task.Turn.Id))
        {
            answer = answer.Parent;
        }

        // The column may show a branch that ends before this one began.
        return turn is null ? null : answer ?? _answers.LastOrDefault(each => each.Column == column && each.Task.Turn.Id == turn.Id);
    }

    /// <summary>Answers to one question after the same answer, oldest first.</summary>
    public ImmutableArray<LiveAnswer> Versions(LiveAnswer answer) =>
        [.. _answers.Where(each => each.Column == answer.Column && each.Task.Turn.Id == answer.Task.Turn.Id && ReferenceEquals(each.Parent, answer.Parent))];

    /// <summary>The same place in the conversation asked in other words, oldest first.</summary>
    public ImmutableArray<ComparisonTurn> Versions(ComparisonTurn turn) => [.. _turns.Where(each => each.Parent == turn.Parent)];

    /// <summary>Shows an answer and what was said after it.</summary>
    public void Show(LiveAnswer answer)
    {
        if (!Path.Any(turn => turn.Id == answer.Task.Turn.Id))
        {
            Show(answer.Task.Turn);
        }

        var path = Path.Select(turn => turn.Id).ToHashSet();
        var last = answer;
        while (_answers.LastOrDefault(each => ReferenceEquals(each.Parent, last) && path.Contains(each.Task.Turn.Id)) is { } next)
        {
            last = next;
        }

        _shown[answer.Column] = last;
    }

    /// <summary>Shows a question in every column, with what was asked after it last.</summary>
    public void Show(ComparisonTurn turn)
    {
        Last = turn;
        while (_turns.LastOrDefault(each => each.Parent == Last.Id) is { } next)
        {
            Last = next;
        }

        var path = Path;
        for (var column = 0; column < _shown.Length; column++)
        {
            var there = column;
            _shown[column] = path.Reverse().Select(each => _answers.LastOrDefault(answer => answer.Column == there && answer.Task.Turn.Id == each.Id)).FirstOrDefault(answer => answer is not null);
        }
    }

    /// <summary>Takes up what was kept.</summary>
    public void Restore(Comparison kept, bool logprobs)
    {
        _turns.AddRange(kept.Turns);
        Last = _turns.FirstOrDefault(turn => turn.Id == kept.View.Turn);
        foreach (var answer in kept.Answers.OrderBy(answer => answer.Id))
        {
            var task = new AnswerTask(kept.Candidates[answer.Candidate], answer.Candidate, _turns.First(turn => turn.Id == answer.Turn), _answers.FirstOrDefault(each => each.Id == answer.Parent), answer.Settings, logprobs, answer.Branch);
            _answers.Add(new LiveAnswer(answer, task));
        }

        for (var column = 0; column < _shown.Length && column < kept.View.Shown.Length; column++)
        {
            _shown[column] = _answers.FirstOrDefault(answer => answer.Id == kept.View.Shown[column]);
        }
    }

    private ImmutableArray<ComparisonTurn> PathTo(ComparisonTurn? last)
    {
        var path = ImmutableArray.CreateBuilder<ComparisonTurn>();
        for (var turn = last; turn is not null; turn = _turns.FirstOrDefault(each => each.Id == turn.Parent))
        {
            path.Insert(0, turn);
        }

        return path.ToImmutable();
    }
}
