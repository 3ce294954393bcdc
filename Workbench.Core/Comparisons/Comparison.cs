using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Core.Comparisons;

/// <summary>Candidates that answered the same questions side by side, with everything that was said.</summary>
/// <param name="Id">Shown as <c>C-0001</c>; empty until it is kept.</param>
/// <param name="Turns">Questions as a tree: an edited question is another child of the same parent.</param>
/// <param name="Answers">Every answer there ever was, the replaced and the failed ones included; an answer never changes.</param>
/// <param name="Revision">Grows with each save; tells that somebody else saved in between.</param>
public sealed record Comparison(
    string Id,
    ImmutableArray<Candidate> Candidates,
    ImmutableArray<ComparisonTurn> Turns,
    ImmutableArray<ComparisonAnswer> Answers,
    ComparisonView View,
    string By = "",
    DateTimeOffset At = default,
    int Revision = 0)
{
    /// <summary>Names may be told: it is not blind, or the vote is cast.</summary>
    public bool IsOpen => !View.Blind || View.Revealed;

    /// <summary>From the first question to the one shown last.</summary>
    public ImmutableArray<ComparisonTurn> Path
    {
        get
        {
            var path = ImmutableArray.CreateBuilder<ComparisonTurn>();
            for (var id = View.Turn; id is not null && path.Count <= Turns.Length; id = path[^1].Parent)
            {
                if (Turns.FirstOrDefault(turn => turn.Id == id) is not { } turn)
                {
                    break;
                }

                path.Add(turn);
            }

            path.Reverse();
            return path.ToImmutable();
        }
    }

    /// <summary>The answer that is shown for a question in a column; null where it was not asked in the branch shown.</summary>
    public ComparisonAnswer? Shown(int candidate, int turn)
    {
        var id = candidate < View.Shown.Length ? View.Shown[candidate] : null;
        for (var step = 0; id is not null && step <= Answers.Length; step++)
        {
            var answer = Answers.FirstOrDefault(each => each.Id == id);
            if (answer is null || answer.Turn == turn)
            {
                return answer;
            }

            id = answer.Parent;
        }

        return null;
    }
}

/// <summary>A question to all candidates.</summary>
/// <param name="Parent">The question before it; null for the first.</param>
public sealed record ComparisonTurn(int Id, int? Parent, string Question);

/// <summary>How a comparison was left: opened again, it looks the same.</summary>
/// <param name="System">System prompt of all columns that have none of their own.</param>
/// <param name="Pace">How it was to be asked: <c>together</c>, <c>in-turn</c>, or empty for what memory allows.</param>
/// <param name="Order">Candidates by seat; in blind mode shuffled.</param>
/// <param name="Revealed">The vote was cast or skipped.</param>
/// <param name="Verdict">What the vote said; null without one.</param>
/// <param name="Turn">Last question of the branch shown; null before the first.</param>
/// <param name="Shown">By candidate, the last answer of the branch shown.</param>
/// <param name="Draft">A question that was not asked yet.</param>
public sealed record ComparisonView(
    string? System = null,
    string Pace = "",
    bool Blind = false,
    ImmutableArray<int> Order = default,
    bool Revealed = false,
    ComparisonVerdict? Verdict = null,
    int? Turn = null,
    ImmutableArray<int?> Shown = default,
    string Draft = "")
{
    public ImmutableArray<int> Order { get; init; } = Order.IsDefault ? [] : Order;

    public ImmutableArray<int?> Shown { get; init; } = Shown.IsDefault ? [] : Shown;
}

/// <summary>A blind vote as the page shows it afterwards.</summary>
/// <param name="Seats">Seats that were judged, 0-based.</param>
/// <param name="Best">Seat of the best one; null for a tie or none good.</param>
/// <param name="Ballot">Under which its votes are kept; null where none are.</param>
/// <param name="IsWithdrawn">It counts no longer. Names stay known, so that there is no second vote.</param>
public sealed record ComparisonVerdict(ImmutableArray<int> Seats, int? Best, bool AllBad, string? Ballot = null, bool IsWithdrawn = false);

/// <summary>One candidate's answer to one question.</summary>
/// <param name="Id">Unique within the comparison, growing.</param>
/// <param name="Candidate">Its column, 0-based.</param>
/// <param name="Parent">The answer to the question before; null for the first.</param>
/// <param name="Settings">As it was asked, seed included.</param>
/// <param name="Text">Whole, with what it was made to begin with.</param>
/// <param name="Tokens">Of the whole text with the likeliest alternatives; empty where they were not asked for or are not told.</param>
/// <param name="Output">Ends, counts, times and the prompt as sent; null when it failed or was stopped. Text and tokens are not in it a second time.</param>
/// <param name="Problem">Why it failed.</param>
/// <param name="Branch">Where it left another answer; null for one of its own.</param>
public sealed record ComparisonAnswer(
    int Id,
    int Turn,
    int Candidate,
    int? Parent,
    GenerateSettings Settings,
    string Text,
    ImmutableArray<TokenLogprob> Tokens,
    ModelOutput? Output,
    bool Stopped,
    Phrase? Problem,
    ModelFacts? Facts,
    TokenBranch? Branch,
    DateTimeOffset At);

/// <summary>An answer that continues another one from a token on.</summary>
/// <param name="Answer">The answer it left.</param>
/// <param name="Token">Place of the token that was replaced, 0-based.</param>
/// <param name="Choice">The token taken in its place.</param>
/// <param name="Prefill">The text before the continuation, the choice included.</param>
public sealed record TokenBranch(int Answer, int Token, string Choice, string Prefill);

/// <summary>A comparison in the list.</summary>
/// <param name="Title">Beginning of its first question.</param>
/// <param name="Candidates">Empty while the vote is open: names would tell.</param>
public sealed record ComparisonHeader(string Id, string Title, ImmutableArray<Candidate> Candidates, int Columns, int Turns, int Answers, bool Blind, bool Revealed, string By, DateTimeOffset At, DateTimeOffset Changed);
