using System.Text.Json.Nodes;
using Workbench.Components.Compare;
using Workbench.Core.Comparisons;
using Workbench.Core.Language;
using Workbench.Core.Storage.Comparisons;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Kept comparisons, for programs. Names are told where the vote is not open.</summary>
public static class ComparisonsApi
{
    public static void MapComparisons(this IEndpointRouteBuilder api)
    {
        api.MapGet("/comparisons", (int? count, string? after, string? text, ComparisonStore comparisons, CancellationToken cancellation) =>
            ApiAnswer.PageAsync("comparisons", new ApiPage(count, after), (most, before) => comparisons.ListAsync(most, before, text, cancellation), one => one.Id, Describe));
        api.MapGet("/comparisons/{id}", async (string id, ComparisonStore comparisons, CancellationToken cancellation) =>
        {
            var found = await FindAsync(comparisons, id, cancellation);
            return ApiAnswer.Json(new JsonObject
            {
                ["comparison"] = found.Id,
                ["by"] = found.By,
                ["at"] = ApiAnswer.Time(found.At),
                ["blind"] = found.View.Blind,
                ["open"] = found.IsOpen,
                ["candidates"] = found.IsOpen ? ApiAnswer.Strings(found.Candidates.Select(candidate => candidate.Name)) : null,
                ["questions"] = new JsonArray([.. found.Turns.Select(turn => new JsonObject { ["id"] = turn.Id, ["parent"] = turn.Parent, ["question"] = turn.Question })]),
                ["answers"] = found.Answers.Length,
            });
        });
        api.MapGet("/comparisons/{id}/export", ComparisonExportEndpoint.ExportAsync).Does("results.export");
        api.MapDelete("/comparisons/{id}", async (string id, HttpContext context, ComparisonStore comparisons) =>
        {
            await comparisons.DeleteAsync(id, CurrentActor.From(context.User), context.RequestAborted);
            return Results.NoContent();
        }).Does("comparison.delete");
    }

    private static async Task<Comparison> FindAsync(ComparisonStore comparisons, string id, CancellationToken cancellation) =>
        await comparisons.FindAsync(id, cancellation) ?? throw new InputException(new InputProblem(new Phrase("Comparisons.NoComparison", id), Field: "comparison"));

    private static JsonObject Describe(ComparisonHeader comparison) => new()
    {
        ["comparison"] = comparison.Id,
        ["title"] = comparison.Title,
        ["candidates"] = ApiAnswer.Strings(comparison.Candidates.Select(candidate => candidate.Name)),
        ["columns"] = comparison.Columns,
        ["questions"] = comparison.Turns,
        ["answers"] = comparison.Answers,
        ["by"] = comparison.By,
        ["at"] = ApiAnswer.Time(comparison.At),
    };
}
