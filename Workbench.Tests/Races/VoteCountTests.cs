using Workbench.Core.Governance;
using Workbench.Core.Races;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Races;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Races;

public sealed class SqliteVoteCountTests() : VoteCountTests(DatabaseKind.Sqlite);

public sealed class PostgresVoteCountTests() : VoteCountTests(DatabaseKind.Postgres);

public abstract class VoteCountTests(DatabaseKind kind) : IDisposable
{
    private static readonly VotedCandidate Ours = new("ours", new string('a', 64));
    private static readonly VotedCandidate Other = new("other", new string('b', 64));

    private readonly TestDatabase _database = new(kind);

    [Fact]
    public async Task Count_OfACandidate_IsItsPairsInEitherSeat()
    {
        var votes = new VoteStore(_database.Factory, TimeProvider.System);
        await votes.CastAsync(new Ballot("q1", [Ours, Other], 0, false), Actor.Owner, CancellationToken.None);
        await votes.CastAsync(new Ballot("q2", [Other, Ours], 1, false), Actor.Owner, CancellationToken.None);
        await votes.CastAsync(new Ballot("q3", [Other, Ours], 0, false), Actor.Owner, CancellationToken.None);
        await votes.CastAsync(new Ballot("q4", [Ours, Other], null, false), Actor.Owner, CancellationToken.None);
        var withdrawn = await votes.CastAsync(new Ballot("q5", [Ours, Other], 0, false), Actor.Owner, CancellationToken.None);
        await votes.WithdrawAsync(withdrawn[0].Ballot, Actor.Owner, CancellationToken.None);

        Assert.Equal(new VoteCount(2, 1, 1), await votes.CountAsync(Ours.Hash, CancellationToken.None));
        Assert.Equal(new VoteCount(1, 2, 1), await votes.CountAsync(Other.Hash, CancellationToken.None));
        Assert.Equal(new VoteCount(0, 0, 0), await votes.CountAsync(new string('c', 64), CancellationToken.None));
    }

    [Fact]
    public void WinRate_OfFewPairs_IsNotGiven()
    {
        Assert.Null(new VoteCount(5, 4, 30).WinRate);
        var rate = new VoteCount(9, 3, 30).WinRate!.Estimate!;
        Assert.Equal((0.75, 12), (rate.Value, rate.N));
        Assert.InRange(rate.Low, 0.46, 0.47);
    }

    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }
}
