using System.Collections.Immutable;

namespace Workbench.Core.Banks;

/// <summary>Number of questions of one leaf, language and state.</summary>
public sealed record BankCount(BankKind Kind, string Leaf, string Language, BankItemState State, int Questions);

/// <summary>How far the questions of one leaf reach. Only accepted ones count.</summary>
/// <param name="Least">Asked for; 0 when no number is.</param>
/// <param name="Languages">Accepted questions by language.</param>
public sealed record LeafCoverage(RiskLeaf Leaf, int Least, int Accepted, int InReview, int Draft, ImmutableSortedDictionary<string, int> Languages)
{
    public bool IsMet => Accepted >= Least;

    public int Missing => Math.Max(0, Least - Accepted);
}

/// <summary>How far one bank reaches.</summary>
/// <param name="Least">Questions asked for in all.</param>
/// <param name="ChangedAt">When a question of it was last written, accepted or retired; null for an empty bank.</param>
/// <param name="DueAt">When it has to change again; null when no time is set, or it is empty.</param>
public sealed record BankCoverage(BankKind Kind, int Least, ImmutableArray<LeafCoverage> Leaves, DateTimeOffset? ChangedAt, DateTimeOffset? DueAt)
{
    public int Accepted => Leaves.Sum(leaf => leaf.Accepted);

    public int InReview => Leaves.Sum(leaf => leaf.InReview);

    public bool IsMet => Accepted >= Least && Leaves.All(leaf => leaf.IsMet);

    public bool IsOverdue(DateTimeOffset now) => DueAt < now;

    /// <summary>Every bank, every leaf, also those without a question.</summary>
    public static ImmutableArray<BankCoverage> Of(RiskTaxonomy taxonomy, IReadOnlyCollection<BankCount> counts, IReadOnlyDictionary<BankKind, DateTimeOffset> changed)
    {
        var banks = ImmutableArray.CreateBuilder<BankCoverage>();
        foreach (var kind in Enum.GetValues<BankKind>())
        {
            var own = counts.Where(count => count.Kind == kind).ToLookup(count => count.Leaf);
            var leaves = taxonomy.Of(kind).Select(leaf => new LeafCoverage(
                leaf,
                leaf.Least(kind),
                Sum(own[leaf.Id], BankItemState.Accepted),
                Sum(own[leaf.Id], BankItemState.InReview),
                Sum(own[leaf.Id], BankItemState.Draft),
                own[leaf.Id].Where(count => count.State == BankItemState.Accepted).GroupBy(count => count.Language).ToImmutableSortedDictionary(group => group.Key, group => group.Sum(count => count.Questions), StringComparer.Ordinal)));
            DateTimeOffset? at = changed.TryGetValue(kind, out var time) ? time : null;
            var due = taxonomy.RenewDays.TryGetValue(BankNames.Of(kind), out var days) ? at?.AddDays(days) : null;
            banks.Add(new BankCoverage(kind, taxonomy.Totals.GetValueOrDefault(BankNames.Of(kind)), [.. leaves], at, due));
        }

        return banks.ToImmutable();
    }

    private static int Sum(IEnumerable<BankCount> counts, BankItemState state) => counts.Where(count => count.State == state).Sum(count => count.Questions);
}
