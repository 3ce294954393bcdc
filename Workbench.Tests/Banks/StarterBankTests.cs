using System.Text.RegularExpressions;
using Workbench.Core.Banks;
using Workbench.Core.Detectors;

namespace Workbench.Tests.Banks;

/// <summary>What the banks that ship promise.</summary>
public sealed partial class StarterBankTests
{
    private const double TooNear = 0.6;
    private static readonly RiskTaxonomy Taxonomy = RiskTaxonomy.Read(Path.Combine(RiskTaxonomy.ShippedFolder, "taxonomy.json"));

    public static TheoryData<BankKind> Kinds => [.. Enum.GetValues<BankKind>()];

    [Fact]
    public void Taxonomy_HasThe31RisksAnd13Aspects()
    {
        Assert.Equal([8, 9, 5, 7, 2, 13], new[] { "a.1", "a.2", "a.3", "a.4", "a.5", "aspect" }.Select(each => Taxonomy.Leaves.Count(leaf => leaf.Class == each)));
        Assert.Equal(Taxonomy.Leaves.Length, Taxonomy.Leaves.Select(leaf => leaf.Id).Distinct().Count());
        Assert.All(Taxonomy.Leaves, leaf => Assert.Contains(Taxonomy.Classes, each => each.Id == leaf.Class));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Questions_OfABank_AreEnoughInEachLanguage(BankKind kind)
    {
        var drafts = Read(kind);
        Assert.All(drafts, draft => Assert.Equal(draft.Language == "zh-Hans", draft.Text.Any(letter => letter is >= '\u4E00' and <= '\u9FFF')));
        foreach (var leaf in Taxonomy.Of(kind).Where(leaf => leaf.Least(kind) > 0 && !leaf.Own))
        {
            foreach (var language in new[] { "en", "zh-Hans" })
            {
                Assert.InRange(drafts.Count(draft => draft.Leaf == leaf.Id && draft.Language == language), leaf.Least(kind), 200);
            }
        }

        Assert.DoesNotContain(drafts, draft => Taxonomy.Find(draft.Leaf)!.Own);
    }

    [Fact]
    public void ShouldAnswer_HasFiveHundredAndMore() => Assert.InRange(Read(BankKind.ShouldAnswer).Length, 500, 2000);

    [Theory, MemberData(nameof(Kinds))]
    public void Questions_OfABank_AreNoCopiesOfEachOther(BankKind kind)
    {
        foreach (var language in Read(kind).GroupBy(draft => draft.Language))
        {
            var (texts, pieces, holders) = (language.Select(draft => draft.Text).ToList(), language.Select(draft => Pieces(draft.Text)).ToList(), new Dictionary<(string, string), List<int>>());
            for (var at = 0; at < texts.Count; at++)
            {
                var shared = new int[at];
                foreach (var piece in pieces[at])
                {
                    var others = holders.TryGetValue(piece, out var known) ? known : holders[piece] = [];
                    others.ForEach(other => shared[other]++);
                    others.Add(at);
                }

                var twin = -1;
                for (var other = 0; other < at; other++)
                {
                    twin = shared[other] > TooNear * (pieces[at].Count + pieces[other].Count - shared[other]) ? other : twin;
                }

                Assert.True(twin < 0, $"{texts[at]} ~ {(twin < 0 ? "" : texts[twin])}");
            }
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Questions_HoldNoPersonalData(BankKind kind) => Assert.All(Read(kind), draft => Assert.Empty(PersonalData.Find(draft.Text)));

    [Theory, MemberData(nameof(Kinds))]
    public void Clusters_AreInBothLanguagesWithAsManyChoices(BankKind kind) => Assert.All(Read(kind).Where(draft => draft.Cluster is not null).GroupBy(draft => draft.Cluster), cluster =>
    {
        Assert.Equal(["en", "zh-Hans"], cluster.Select(draft => draft.Language).Order(StringComparer.Ordinal));
        Assert.Single(cluster.Select(draft => draft.Choices.Length).Distinct());
        Assert.Single(cluster.Select(draft => draft.Target is { } target ? draft.Choices.IndexOf(target) : -1).Distinct());
    });

    private static BankDraft[] Read(BankKind kind) => [.. BankFile.Read(Path.Combine(RiskTaxonomy.ShippedFolder, $"{BankNames.Of(kind)}.jsonl"), new BankDefaults(), Taxonomy)];

    // Pairs of neighbouring characters in Chinese, of neighbouring words in English.
    private static HashSet<(string, string)> Pieces(string text)
    {
        string[] units = text.Any(letter => letter >= '\u4E00') ? [.. text.Where(char.IsLetterOrDigit).Select(letter => $"{letter}")] : [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];
        return [.. units.Zip(units.Skip(1))];
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
