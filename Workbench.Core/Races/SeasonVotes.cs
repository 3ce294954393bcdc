namespace Workbench.Core.Races;

/// <summary>Which blind votes count for a season: both seats hold exactly a candidate that was entered.</summary>
public static class SeasonVotes
{
    /// <summary>Clustered by prompt, under the names on the season's board.</summary>
    public static List<PairVote> Of(Season season, IEnumerable<Vote> votes)
    {
        var names = season.Entries.Select(entry => entry.Candidate).Concat(Season.NullRunners).DistinctBy(candidate => candidate.Hash).ToDictionary(candidate => candidate.Hash, candidate => candidate.Name, StringComparer.Ordinal);
        return
        [
            .. from vote in votes
               where names.ContainsKey(vote.A.Hash) && names.ContainsKey(vote.B.Hash) && vote.A.Hash != vote.B.Hash
               select new PairVote(names[vote.A.Hash], names[vote.B.Hash], vote.Outcome, vote.Prompt),
        ];
    }
}
