using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Compliance;
using Workbench.Core.Statistics;

namespace Workbench.Core.Reports;

/// <summary>An assessment for machines: what <c>assess --json</c> prints and a JSON report holds.</summary>
public static class AssessmentJson
{
    /// <param name="culture">Language of the reasons.</param>
    public static JsonObject Of(Assessment assessment, PolicyPack pack, CultureInfo culture) => new()
    {
        ["assessment"] = assessment.Id,
        ["run"] = assessment.RunId,
        ["suite"] = new JsonObject { ["sha256"] = assessment.SuiteSha256 },
        ["pack"] = new JsonObject { ["id"] = pack.Id, ["version"] = pack.Version, ["sha256"] = assessment.PackSha256 },
        ["plan"] = assessment.Plan is { } plan ? new JsonObject { ["id"] = plan.Id, ["sha256"] = plan.Sha256 } : null,
        ["by"] = assessment.By,
        ["at"] = assessment.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ["candidates"] = new JsonArray([.. assessment.Candidates.Select(candidate => Candidate(candidate, pack, culture))]),
    };

    /// <summary>The estimate in the shape that every command uses; null for none.</summary>
    public static JsonObject? Estimate(Estimate? estimate) => estimate is null ? null : new JsonObject
    {
        ["value"] = estimate.Value,
        ["low"] = estimate.Low,
        ["high"] = estimate.High,
        ["n"] = estimate.N,
        ["clusters"] = estimate.Clusters,
        ["method"] = estimate.Method,
        ["confidence"] = estimate.Confidence,
    };

    /// <summary>What decides an overall conclusion.</summary>
    /// <param name="culture">Language of the sentences.</param>
    public static JsonObject Why(OverallConclusion overall, CultureInfo culture) => new()
    {
        ["headline"] = overall.Headline(culture),
        ["text"] = overall.Why.In(culture),
        ["judged"] = overall.Judged,
        ["failing"] = overall.Failing,
        ["demonstrated"] = overall.Shown,
        ["lacking"] = overall.Lacking,
        ["documents"] = overall.Documents,
        ["recommendedFailing"] = overall.Recommended,
        ["decidedBy"] = new JsonArray([.. overall.Deciding.Select(clause => new JsonObject { ["clause"] = clause.Clause.Id, ["points"] = clause.Points, ["shared"] = clause.IsShared, ["text"] = clause.In(culture) })]),
    };

    private static JsonObject Candidate(CandidateAssessment candidate, PolicyPack pack, CultureInfo culture)
    {
        var clauses = pack.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        var integrity = candidate.Integrity;
        var overall = candidate.Overall(pack);
        return new JsonObject
        {
            ["name"] = candidate.Name,
            ["conclusion"] = Word(overall.Conclusion),
            ["filing"] = Word(overall.Filing),
            ["why"] = Why(overall, culture),
            ["integrity"] = new JsonObject
            {
                ["queued"] = integrity.Queued,
                ["answered"] = integrity.Answered,
                ["graded"] = integrity.Graded,
                ["errors"] = integrity.Errors,
                ["unscored"] = integrity.Unscored,
                ["missing"] = integrity.Missing,
                ["repeated"] = integrity.Repeated,
            },
            ["clauses"] = new JsonArray([.. candidate.Clauses.Select(result => Clause(result, clauses[result.ClauseId], culture))]),
        };
    }

    private static JsonObject Clause(ClauseResult result, Clause clause, CultureInfo culture) => new()
    {
        ["id"] = result.ClauseId,
        ["source"] = new JsonObject { ["standard"] = clause.Source.Standard, ["clause"] = clause.Source.Number, ["verified"] = clause.Verified },
        ["kind"] = Word(clause.Kind),
        ["verdict"] = Word(result.Verdict),
        ["demonstrated"] = result.Demonstrated == Demonstrated.Shown,
        ["interval"] = Word(result.Demonstrated),
        ["metric"] = clause.Metric,
        ["estimate"] = Estimate(result.Estimate),
        ["n"] = result.N,
        ["minN"] = result.MinN,
        ["comparison"] = clause.Limit is null ? null : clause.Limit.Comparison == Comparison.AtLeast ? ">=" : "<=",
        ["threshold"] = clause.Limit?.Threshold,
        ["bound"] = result.At95?.Bound,
        ["count"] = result.At95?.Count,
        ["needed"] = result.At95?.Needed,
        ["test"] = result.At95?.Method,
        ["moreQuestions"] = result.MoreQuestions,
        ["unusable"] = result.Unusable,
        ["reason"] = result.Reason.In(culture),
        ["samples"] = new JsonObject { ["failing"] = Ids(result.Failing), ["passing"] = Ids(result.Passing) },
        ["lacking"] = new JsonArray([.. result.Lacking.Select(tag => new JsonObject { ["tag"] = tag.Tag, ["count"] = tag.Count, ["least"] = tag.Least })]),
        ["splits"] = new JsonArray(
        [
            .. result.Splits.Select(split => new JsonObject { ["dimension"] = split.Dimension, ["value"] = split.Value, ["share"] = split.Share, ["answers"] = split.Answers, ["estimate"] = Estimate(split.Estimate) }),
        ]),
    };

    private static JsonArray Ids(ImmutableArray<SampleReference> references) =>
        new([.. references.Select(reference => reference.SampleId).Distinct(StringComparer.Ordinal).Select(id => JsonValue.Create(id))]);

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
