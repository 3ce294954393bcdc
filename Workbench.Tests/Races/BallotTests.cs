using Workbench.Core.Language;
using Workbench.Core.Races;

namespace Workbench.Tests.Races;

public sealed class BallotTests
{
    private static readonly VotedCandidate[] Three = [new("a", "1"), new("b", "2"), new("c", "3")];

    [Fact]
    public void Pairs_BestOfThree_IsBetterThanEachOther() =>
        Assert.Equal([("a", "b", PairOutcome.B), ("b", "c", PairOutcome.A)], Outcomes(new Ballot("Why?", [.. Three], 1, false)));

    [Fact]
    public void Pairs_NoneGood_AreBadInEachPair() =>
        Assert.Equal([("a", "b", PairOutcome.BothBad), ("a", "c", PairOutcome.BothBad), ("b", "c", PairOutcome.BothBad)], Outcomes(new Ballot("Why?", [.. Three], null, true)));

    [Fact]
    public void Pairs_OfABrokenBallot_NamesEveryProblem()
    {
        var problem = Assert.Throws<InputException>(() => new Ballot(" ", [Three[0], Three[0]], 5, false).Pairs("1", "owner", DateTimeOffset.UnixEpoch));

        Assert.Equal(["prompt", "seats", "best"], problem.Problems.Select(each => each.Field));
    }

    private static IEnumerable<(string, string, PairOutcome)> Outcomes(Ballot ballot) =>
        ballot.Pairs("1", "owner", DateTimeOffset.UnixEpoch).Select(vote => (vote.A.Name, vote.B.Name, vote.Outcome));
}
