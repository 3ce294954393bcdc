using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Compliance;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;

namespace Workbench.Core.Reports;

/// <summary>The answers that a report shows as evidence: failing ones first, so many of each clause that it stays printable.</summary>
public sealed class ReportAnnex
{
    private const int FailingEach = 10;
    private const int PassingEach = 3;
    private const int MostEntries = 200;

    private readonly FrozenDictionary<(string Candidate, string Sample, int Repeat), int> _places;

    /// <param name="entries">With their texts, in the order they are shown.</param>
    /// <param name="answers">Number of answers of the candidates in all.</param>
    public ReportAnnex(ImmutableArray<SampleResult> entries, int answers)
    {
        (Entries, Answers) = (entries, answers);
        _places = entries.Index().ToFrozenDictionary(each => (each.Item.Candidate, each.Item.SampleId, each.Item.Repeat), each => each.Index);
    }

    public static ReportAnnex Empty { get; } = new([], 0);

    public ImmutableArray<SampleResult> Entries { get; }

    public int Answers { get; }

    /// <returns>Where a link to the answer lands; null where the report does not hold it.</returns>
    public string? Anchor(string candidate, string sample, int repeat) => _places.TryGetValue((candidate, sample, repeat), out var place) ? Anchor(place) : null;

    public static string Anchor(int place) => string.Create(CultureInfo.InvariantCulture, $"s-{place}");

    /// <summary>Anchor of the list of a clause's samples.</summary>
    public static string Anchor(int candidate, int clause) => string.Create(CultureInfo.InvariantCulture, $"c-{candidate}-{clause}");

    /// <summary>Which answers an assessment's report shows.</summary>
    public static IEnumerable<(string Candidate, string Sample, int Repeat)> Chosen(Assessment assessment) => (
        from candidate in assessment.Candidates
        from clause in candidate.Clauses
        from reference in clause.Failing.Take(FailingEach).Concat(clause.Passing.Take(PassingEach))
        select (candidate.Name, reference.SampleId, reference.Repeat)).Distinct().Take(MostEntries);

    /// <summary>Which answers a run's report shows.</summary>
    /// <param name="scores">Texts are not looked at.</param>
    public static IEnumerable<(string Candidate, string Sample, int Repeat)> Chosen(IEnumerable<SampleResult> scores) => (
        from candidate in scores.GroupBy(result => result.Candidate)
        from result in candidate.OrderBy(result => result.Scores.Any(score => score.Outcome == Outcome.Incorrect) ? 0 : 1).Take(3 * FailingEach)
        select (result.Candidate, result.SampleId, result.Repeat)).Distinct().Take(MostEntries);
}
