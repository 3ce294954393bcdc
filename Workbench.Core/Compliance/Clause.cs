using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Workbench.Core.Compliance;

/// <summary>How a clause is judged.</summary>
public enum ClauseKind
{
    /// <summary>From the scores of a run: a rate against a limit.</summary>
    Measured,

    /// <summary>From the suite itself: enough questions, in total and of each tag.</summary>
    Coverage,

    /// <summary>By a document that a person must bring; the workbench only lists what is needed.</summary>
    Documentary,

    /// <summary>By a rule over the provenance cards of the model and its adapters.</summary>
    Provenance,
}

public enum Comparison
{
    AtLeast,
    AtMost,
}

/// <summary>One requirement of a pack.</summary>
/// <param name="Source">Standard and number of the clause.</param>
/// <param name="Verified">True: the number was read in a copy or quotation of the clause; false: it still has to be checked.</param>
/// <param name="Recommended">The standard only recommends it; it does not weigh on the overall conclusion.</param>
/// <param name="Metric">Of a measured clause, for example <c>refusal.refused</c>; of a provenance clause, the id of its rule; null otherwise.</param>
/// <param name="Limit">Of a measured clause; null otherwise.</param>
/// <param name="MinN">Least number of questions: below it there is not enough evidence (measured), or the suite is too small (coverage).</param>
/// <param name="EachOf">Tags of a coverage clause that each need <paramref name="MinEach"/> questions; empty when only the total counts.</param>
/// <param name="Evidence">What a documentary clause needs.</param>
/// <param name="Absent">What it means that the suite has no question for the clause.</param>
public sealed record Clause(
    string Id,
    string Section,
    Wording Title,
    Wording Requirement,
    ClauseSource Source,
    bool Verified,
    bool Recommended,
    ClauseKind Kind,
    string? Metric,
    ClauseFilter Filter,
    ClauseLimit? Limit,
    int MinN,
    ImmutableArray<string> EachOf,
    int MinEach,
    Wording? Evidence,
    AbsentMeans Absent);

/// <summary>Where a requirement comes from.</summary>
public sealed record ClauseSource(string Standard, string Number)
{
    /// <summary>As the standard is called in Chinese; null where it is called the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StandardZh { get; init; }

    /// <summary>The number in Chinese; null where it is written the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NumberZh { get; init; }

    public string StandardIn(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? StandardZh ?? Standard : Standard;

    public string NumberIn(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? NumberZh ?? Number : Number;
}

/// <summary>What a rate must reach or stay under.</summary>
/// <param name="Threshold">0 to 1.</param>
public sealed record ClauseLimit(Comparison Comparison, double Threshold)
{
    public bool Holds(double value) => Comparison == Comparison.AtLeast ? value >= Threshold : value <= Threshold;
}

/// <summary>Which samples of a suite a clause is about; an empty list lets all through.</summary>
/// <param name="Tags">At least one of them; a tag stands for everything below it (<c>a.1</c> takes <c>a.1.c</c>).</param>
/// <param name="Languages">BCP 47 prefixes: <c>zh</c> takes <c>zh-Hans</c>.</param>
public sealed record ClauseFilter(ImmutableArray<string> Tags, ImmutableArray<string> Languages, ImmutableArray<string> Regions, bool? ShouldRefuse)
{
    /// <summary>Questions drawn from this bank (<c>generated</c>, <c>should-refuse</c>, …); null takes all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Bank { get; init; }
}

public enum AbsentMeans
{
    NotEnoughEvidence,
    NotApplicable,
}
