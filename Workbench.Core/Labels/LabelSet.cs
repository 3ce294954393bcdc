using System.Collections.Immutable;
using Workbench.Core.Statistics;

namespace Workbench.Core.Labels;

/// <summary>The labels of a run, and what they come to answer by answer.</summary>
public sealed class LabelSet
{
    private readonly ILookup<(string Sample, string Candidate, int Repeat), Label> _byAnswer;

    public LabelSet(ImmutableArray<Label> all)
    {
        All = all;
        _byAnswer = all.ToLookup(label => (label.SampleId, label.Candidate, label.Repeat));
    }

    public static LabelSet Empty { get; } = new([]);

    /// <summary>Those that count, in the order they were given.</summary>
    public ImmutableArray<Label> All { get; }

    public IEnumerable<Label> Of(string sample, string candidate, int repeat) => _byAnswer[(sample, candidate, repeat)];

    /// <summary>What the labels of an answer come to: one person's, or what more than half of them say.</summary>
    /// <returns>Null without a label, and where people disagree and nobody has settled it.</returns>
    public LabelValue? Settled(string sample, string candidate, int repeat) => Settle([.. Of(sample, candidate, repeat).Select(label => label.Value)]);

    /// <summary>Two people or more looked, and no value has more than half of them.</summary>
    public bool IsDisputed(string sample, string candidate, int repeat) => Of(sample, candidate, repeat).Any() && Settled(sample, candidate, repeat) is null;

    /// <summary>Answers by what they come to.</summary>
    public LabelCounts Count()
    {
        var answers = _byAnswer.Select(answer => Settle([.. answer.Select(label => label.Value)])).ToList();
        return new LabelCounts(answers.Count, answers.Count(value => value == LabelValue.Pass), answers.Count(value => value == LabelValue.Fail), answers.Count(value => value == LabelValue.Unclear), answers.Count(value => value is null), _byAnswer.Count(answer => answer.Count() > 1));
    }

    /// <summary>How far people agree on the answers that two or more of them labelled; “can't tell” is a category of its own.</summary>
    /// <returns>Null while there is none.</returns>
    public Agreement? Agreement()
    {
        var shared = _byAnswer.Where(answer => answer.Count() > 1).ToList();
        string[] people = [.. shared.SelectMany(answer => answer).Select(label => label.By).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return shared.Count == 0 ? null : Statistics.Agreement.Of([.. shared.Select(answer => (IReadOnlyList<string?>)[.. people.Select(person => answer.FirstOrDefault(label => label.By == person)?.Value.ToString())])]);
    }

    private static LabelValue? Settle(LabelValue[] values) =>
        values.CountBy(value => value).Where(value => 2 * value.Value > values.Length).Select(value => (LabelValue?)value.Key).FirstOrDefault();
}

/// <summary>Labelled answers of a run.</summary>
/// <param name="Disputed">Labelled by several people who disagree; a further person settles them.</param>
/// <param name="Shared">Labelled by two people or more.</param>
public sealed record LabelCounts(int Answers, int Pass, int Fail, int Unclear, int Disputed, int Shared);
