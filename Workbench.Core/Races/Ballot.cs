using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Races;

/// <summary>What a person said about two to eight answers whose authors were hidden.</summary>
/// <param name="Seats">Candidates in the order their answers were shown.</param>
/// <param name="Best">Seat of the best answer, 0-based; null for a tie or none good.</param>
/// <param name="AllBad">Only without a best one: no answer is good, as against all alike.</param>
public sealed record Ballot(string Prompt, ImmutableArray<VotedCandidate> Seats, int? Best, bool AllBad)
{
    private const int MostSeats = 8;

    /// <summary>Ids that the votes of a ballot may have.</summary>
    public static IEnumerable<string> PairIds(string id) =>
        from first in Enumerable.Range(0, MostSeats) from second in Enumerable.Range(first + 1, MostSeats - first - 1) select PairId(id, first, second);

    /// <summary>The best against each other one; without a best one, every pair.</summary>
    /// <exception cref="InputException">Fewer than two seats, the same candidate twice, no prompt, or a best seat that is not there.</exception>
    public ImmutableArray<Vote> Pairs(string id, string voter, DateTimeOffset at)
    {
        Check();
        return
        [
            .. from first in Enumerable.Range(0, Seats.Length)
               from second in Enumerable.Range(first + 1, Seats.Length - first - 1)
               where Best is null || Best == first || Best == second
               let outcome = Best == first ? PairOutcome.A : Best == second ? PairOutcome.B : AllBad ? PairOutcome.BothBad : PairOutcome.Tie
               select new Vote(PairId(id, first, second), id, Prompt, Seats[first], Seats[second], outcome, voter, at),
        ];
    }

    private static string PairId(string id, int first, int second) => $"{id}-{first}{second}";

    private void Check()
    {
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        if (string.IsNullOrWhiteSpace(Prompt))
        {
            problems.Add(new InputProblem(new Phrase("Races.VoteWithoutPrompt"), Field: "prompt"));
        }

        if (Seats.Length is < 2 or > MostSeats)
        {
            problems.Add(new InputProblem(new Phrase("Races.VoteSeats", $"{Seats.Length}"), Field: "seats"));
        }

        if (Seats.Select(seat => seat.Hash).Distinct().Count() != Seats.Length)
        {
            problems.Add(new InputProblem(new Phrase("Races.VoteOnItself"), Field: "seats"));
        }

        if (Best < 0 || Best >= Seats.Length)
        {
            problems.Add(new InputProblem(new Phrase("Races.VoteNoSuchSeat", $"{Best}"), Field: "best"));
        }

        if (problems.Count > 0)
        {
            throw new InputException(problems.ToImmutable());
        }
    }
}
