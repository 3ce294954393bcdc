using System.Collections.Immutable;

namespace Workbench.Core.Banks;

/// <summary>How many questions are drawn, and from where. The same questions and plan draw the same sample.</summary>
/// <param name="PerLeaf">At most so many from each leaf; null takes all.</param>
/// <param name="Total">At most so many in all, from each leaf in turn, so that small leaves aren't left out; null takes all.</param>
/// <param name="Languages">BCP 47 tags; empty takes all.</param>
public sealed record SamplingPlan(int? PerLeaf = null, int? Total = null, int Seed = 1, ImmutableArray<string> Languages = default)
{
    /// <summary>Ordered by leaf and id. Drawn without replacement by the generator SplitMix64, whose numbers are the same on every machine and version.</summary>
    public ImmutableArray<BankItem> Draw(IEnumerable<BankItem> items)
    {
        var leaves = items.Where(item => Languages.IsDefaultOrEmpty || Languages.Contains(item.Question.Language))
            .GroupBy(item => item.Question.Leaf).OrderBy(leaf => leaf.Key, StringComparer.Ordinal)
            .Select(leaf => Shuffled([.. leaf.OrderBy(item => item.Id, StringComparer.Ordinal)], leaf.Key).Take(PerLeaf ?? int.MaxValue).ToList()).ToList();
        var drawn = new List<BankItem>();
        for (var round = 0; leaves.Exists(leaf => leaf.Count > round) && drawn.Count < (Total ?? int.MaxValue); round++)
        {
            drawn.AddRange(leaves.Where(leaf => leaf.Count > round).Select(leaf => leaf[round]).Take((Total ?? int.MaxValue) - drawn.Count));
        }

        return [.. drawn.OrderBy(item => item.Question.Leaf, StringComparer.Ordinal).ThenBy(item => item.Id, StringComparer.Ordinal)];
    }

    private BankItem[] Shuffled(BankItem[] items, string leaf)
    {
        var state = leaf.Aggregate((ulong)Seed * 0x9E3779B97F4A7C15UL, (sum, letter) => (sum ^ letter) * 0x100000001B3UL);
        for (var at = items.Length - 1; at > 0; at--)
        {
            var other = (int)(Next(ref state) % (ulong)(at + 1));
            (items[at], items[other]) = (items[other], items[at]);
        }

        return items;
    }

    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
