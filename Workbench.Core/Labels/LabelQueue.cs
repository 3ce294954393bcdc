using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Core.Labels;

/// <summary>Which answers of a run people label, and in what order.</summary>
/// <param name="Seed">Shuffles the order; the same seed gives the same one.</param>
/// <param name="Twice">Share (0 to 1) of the answers that two people label, so that their agreement can be told.</param>
/// <param name="PerCandidate">So many questions of each candidate, the same ones of all, drawn by the seed; null takes all.</param>
/// <param name="Bank">Only questions drawn from this bank; null takes all.</param>
public sealed record LabelRules(int Seed = 1, double Twice = LabelRules.UsualShare, int? PerCandidate = null, string? Bank = null)
{
    public const double UsualShare = 0.2;
}

/// <summary>An answer in the queue, named so that the name tells nothing of the candidate.</summary>
/// <param name="Key">Sixteen hexadecimal digits.</param>
/// <param name="People">How many people it needs, before any dispute.</param>
public sealed record LabelItem(string Key, Sample Sample, string Candidate, int Repeat, int People);

/// <summary>The answers that people label, in an order that mixes candidates; whoever stops anywhere has labelled a random part.</summary>
public sealed class LabelQueue
{
    private LabelQueue(ImmutableArray<LabelItem> items) => Items = items;

    public ImmutableArray<LabelItem> Items { get; }

    /// <param name="suite">As it was when the run began.</param>
    public static LabelQueue Of(RunHeader run, PromptSuite suite, LabelRules rules)
    {
        var asked = suite.Samples.Take(run.Limit ?? int.MaxValue).Where(sample => rules.Bank is null || sample.Metadata.GetValueOrDefault("bank") == rules.Bank);
        var drawn = rules.PerCandidate is { } most ? asked.OrderBy(sample => Hash("draw", sample.Id), StringComparer.Ordinal).Take(most) : asked;
        return new LabelQueue(
        [
            .. drawn.SelectMany(sample => run.Candidates.Select(candidate => (Sample: sample, candidate.Name)))
                .Select(each => new LabelItem(Hash("item", each.Sample.Id, each.Name)[..16], each.Sample, each.Name, 0, Share(Hash("twice", each.Sample.Id, each.Name)) < rules.Twice ? 2 : 1))
                .OrderBy(item => item.Key, StringComparer.Ordinal),
        ]);

        string Hash(params string[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [$"{rules.Seed}", run.Id, .. parts]))));
    }

    /// <summary>What a person does next: the first answer that needs one more and that this person has not labelled. A dispute needs one more until it is settled.</summary>
    public IEnumerable<LabelItem> For(string person, LabelSet labels) => Items.Where(item => Needs(item, labels) && labels.Of(item.Sample.Id, item.Candidate, item.Repeat).All(label => label.By != person));

    public LabelItem? Find(string key) => Items.FirstOrDefault(item => item.Key == key);

    /// <summary>Answers that have all the labels they need.</summary>
    public int Done(LabelSet labels) => Items.Count(item => !Needs(item, labels));

    private static bool Needs(LabelItem item, LabelSet labels) =>
        labels.Of(item.Sample.Id, item.Candidate, item.Repeat).Count() < item.People || labels.IsDisputed(item.Sample.Id, item.Candidate, item.Repeat);

    private static double Share(string hash) => Convert.ToUInt32(hash[..8], 16) / (double)uint.MaxValue;
}
