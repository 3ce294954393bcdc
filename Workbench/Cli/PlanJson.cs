using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Compliance;

namespace Workbench.Cli;

/// <summary>A plan and what it can show, for machines and for a terminal.</summary>
internal static class PlanJson
{
    public static JsonObject Of(PlanPreview preview, AssessmentPlan? plan) => new()
    {
        ["plan"] = plan?.Id,
        ["sha256"] = plan?.Sha256,
        ["suite"] = new JsonObject { ["sha256"] = preview.Suite.Sha256, ["samples"] = preview.Suite.Samples.Length },
        ["seed"] = preview.Request.Seed,
        ["questions"] = new JsonObject(preview.Questions.CountBy(question => question.Bank).OrderBy(bank => bank.Key, StringComparer.Ordinal).Select(bank => KeyValuePair.Create(bank.Key, (JsonNode?)bank.Value))),
        ["people"] = preview.Request.People,
        ["judge"] = preview.Request.Judge,
        ["packs"] = new JsonArray(
        [
            .. preview.Packs.Select(pack => new JsonObject { ["id"] = pack.Pack.Id, ["version"] = pack.Pack.Version, ["sha256"] = pack.Pack.Sha256, ["clauses"] = new JsonArray([.. pack.Clauses.Select(Clause)]) }),
        ]),
    };

    public static string Text(PlanPreview preview, AssessmentPlan? plan)
    {
        var lines = new List<string> { plan is null ? CommandOutput.Say("PlanLooked", preview.Questions.Length) : CommandOutput.Say("PlanMade", plan.Id, preview.Questions.Length, plan.Sha256) };
        foreach (var (pack, clauses) in preview.Packs)
        {
            lines.Add($"{pack.Id}  {pack.Sha256[..12]}");
            lines.AddRange(clauses.Select(forecast => $"  {Line(pack.Clauses.First(clause => clause.Id == forecast.ClauseId), forecast)}"));
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static string Line(Clause clause, ClauseForecast forecast) => TerminalText.Line($"{clause.Title}: {PlanWords.Of(clause, forecast)}");

    private static JsonObject Clause(ClauseForecast forecast) => new()
    {
        ["id"] = forecast.ClauseId,
        ["n"] = forecast.N,
        ["groups"] = forecast.Groups,
        ["minN"] = forecast.MinN,
        ["canBeJudged"] = forecast.CanBeJudged,
        ["allowed"] = forecast.Allowed,
        ["needed"] = forecast.Needed,
        ["fewest"] = forecast.Fewest,
        ["lacks"] = forecast.Lacks is { } method ? Word(method) : null,
        ["cover"] = forecast.Cover is { } cover ? Word(cover.Verdict) : null,
        ["lacking"] = new JsonArray([.. (forecast.Cover?.Lacking ?? []).Select(tag => new JsonObject { ["tag"] = tag.Tag, ["count"] = tag.Count, ["least"] = tag.Least })]),
    };

    internal static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
