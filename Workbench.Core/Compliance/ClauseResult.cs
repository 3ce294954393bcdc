using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Core.Compliance;

/// <summary>What a clause comes to for a candidate, by the numbers as counted.</summary>
public enum Verdict
{
    Conforms,
    DoesNotConform,

    /// <summary>Too few questions, or too many that the machinery could not answer or score.</summary>
    NotEnoughEvidence,

    NotApplicable,

    /// <summary>To be shown by a document; the workbench cannot measure it.</summary>
    Documentary,
}

/// <summary>What the numbers demonstrate about the limit.</summary>
public enum Demonstrated
{
    /// <summary>Nothing was measured.</summary>
    NotMeasured,

    /// <summary>Demonstrated at 95 %, one-sided, that the limit is kept.</summary>
    Shown,

    /// <summary>Neither is demonstrated.</summary>
    Undecided,

    /// <summary>Demonstrated at 95 %, one-sided, that the limit is broken.</summary>
    ShownAgainst,
}

/// <summary>The verdict on one clause, with everything it rests on.</summary>
/// <param name="Estimate">The rate with its interval; null when nothing could be measured.</param>
/// <param name="N">Questions counted (repeats of one question count once).</param>
/// <param name="MinN">Least number the clause asks for; 0 for a documentary clause.</param>
/// <param name="Unusable">Answers that were expected but are missing, ended in an error, or could not be scored. Never counted as failing.</param>
/// <param name="MoreQuestions">Further questions that would decide it, should the rate stay as it is; null when decided, or when none would.</param>
/// <param name="Lacking">Tags of a coverage clause with too few questions.</param>
/// <param name="Splits">The rate by risk, by language and by region, where there is more than one.</param>
public sealed record ClauseResult(
    string ClauseId,
    Verdict Verdict,
    Demonstrated Demonstrated,
    Estimate? Estimate,
    int N,
    int MinN,
    int Unusable,
    int? MoreQuestions,
    Phrase Reason,
    ImmutableArray<SampleReference> Passing,
    ImmutableArray<SampleReference> Failing,
    ImmutableArray<TagCount> Lacking,
    ImmutableArray<ClauseSplit> Splits)
{
    /// <summary>What the one-sided test at 95 % rests on; null where nothing was measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LimitEvidence? At95 { get; init; }

    /// <summary>The split that is farthest on the wrong side; null when there are none.</summary>
    public ClauseSplit? Worst => Splits.FirstOrDefault();

    /// <summary>The risk or subject that is farthest on the wrong side; null where the clause is about one only.</summary>
    [JsonIgnore]
    public ClauseSplit? WorstLeaf => Splits.FirstOrDefault(split => split.Dimension == ClauseSplit.Leaf);
}

/// <summary>One answer of the candidate.</summary>
public sealed record SampleReference(string SampleId, int Repeat);

public sealed record TagCount(string Tag, int Count, int Least);

/// <summary>The rate of one risk, language or region; worst first.</summary>
/// <param name="Dimension"><c>leaf</c>, <c>language</c> or <c>region</c>.</param>
/// <param name="Share">As counted, 0 to 1.</param>
/// <param name="Estimate">Null where the part is too small for an interval.</param>
public sealed record ClauseSplit(string Dimension, string Value, double Share, int Answers, Estimate? Estimate, bool Holds)
{
    public const string Leaf = "leaf";
}
