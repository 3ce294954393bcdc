using System.Globalization;
using System.Text.Json.Nodes;
using Workbench.Core.Compliance;
using Workbench.Core.Reports;

namespace Workbench.Cli;

/// <summary>A comparison of two assessments for machines.</summary>
internal static class AssessmentComparisonJson
{
    public static JsonObject Of(Assessment before, Assessment after, AssessmentComparison comparison) => new()
    {
        ["before"] = new JsonObject { ["assessment"] = before.Id, ["candidate"] = comparison.Before.Name },
        ["after"] = new JsonObject { ["assessment"] = after.Id, ["candidate"] = comparison.After.Name },
        ["moved"] = comparison.Moved.Count(),
        ["clauses"] = new JsonArray([.. comparison.Clauses.Select(Clause)]),
        ["onlyBefore"] = new JsonArray([.. comparison.OnlyBefore.Select(id => JsonValue.Create(id))]),
        ["onlyAfter"] = new JsonArray([.. comparison.OnlyAfter.Select(id => JsonValue.Create(id))]),
    };

    private static JsonObject Clause(ClauseComparison clause) => new()
    {
        ["id"] = clause.Clause.Id,
        ["before"] = Side(clause.Before),
        ["after"] = Side(clause.After),
        ["moved"] = clause.HasMoved,
        ["cause"] = PlanJson.Word(clause.Cause),
        ["change"] = AssessmentJson.Estimate(clause.Change?.Metric.Estimate),
        ["p"] = clause.Change?.P,
        ["better"] = clause.Better.Length,
        ["worse"] = clause.Worse.Length,
    };

    private static JsonObject Side(ClauseResult result) => new()
    {
        ["verdict"] = PlanJson.Word(result.Verdict),
        ["interval"] = PlanJson.Word(result.Demonstrated),
        ["estimate"] = AssessmentJson.Estimate(result.Estimate),
        ["n"] = result.N,
        ["reason"] = result.Reason.In(CultureInfo.CurrentUICulture),
    };
}
