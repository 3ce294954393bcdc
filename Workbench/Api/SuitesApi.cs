using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Language;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.Core.Suites.Import;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Suites, for programs.</summary>
public static class SuitesApi
{
    /// <param name="Text">YAML or JSON of a suite.</param>
    /// <param name="Edits">Name of the suite whose draft it saves over; null for a new one.</param>
    public sealed record NewSuite(string? Text, string? Edits = null);

    public static void MapSuites(this IEndpointRouteBuilder api)
    {
        api.MapGet("/suites", (int? count, string? after, SuiteCatalog suites) => ApiAnswer.PageAsync("suites", new ApiPage(count, after), _ => Task.FromResult(suites.List()), Describe));
        api.MapGet("/suites/{suite}", async (string suite, ApiNames names, CancellationToken cancellation) =>
        {
            var found = await names.SuiteAsync(suite, cancellation);
            var content = JsonNode.Parse(SuiteCanonical.Write(found))!.AsObject();
            content["sha256"] = found.Sha256;
            return ApiAnswer.Json(content);
        });
        api.MapGet("/suites/{suite}/diff", async (string suite, string? to, ApiNames names, CancellationToken cancellation) =>
        {
            var before = await names.SuiteAsync(suite, cancellation);
            var after = string.IsNullOrEmpty(to) ? throw new InputException(new InputProblem(new Phrase("Governance.FieldMissing", "to"), Field: "to")) : await names.SuiteAsync(to, cancellation);
            return ApiAnswer.Json(SuiteDiffCommand.Json(before, after, SuiteDifference.Of(before, after)));
        }).WithDescription("What the suite `to` has otherwise, sample by sample and field by field: a name, or `name@version`.");
        api.MapPost("/suites", async (NewSuite body, HttpContext context, SuiteEditor editor, SuiteCatalog suites) => ApiAnswer.Json(SuiteCommands.Describe(await editor.SaveAsync(
            body.Text ?? "", "suite.yaml", body.Edits is { } edits ? suites.List().Where(entry => entry.Name == edits).OrderByDescending(entry => entry.Suite?.Version).FirstOrDefault() : null, CurrentActor.From(context.User), context.RequestAborted)))).Does("suite.save");
        api.MapPost("/suites/import", async (string? file, string? format, string? name, string? license, string? language, HttpContext context, SuiteFolder suites) =>
        {
            using var body = await ApiFile.KeepAsync(context, file);
            var import = SuiteImporter.Read(new ImportRequest(body.Path, format, name, license, language));
            suites.Add(import.Suite, CurrentActor.From(context.User));
            return ApiAnswer.Json(SuiteImportCommand.Json(import, null));
        }).Takes(ApiFile.MostBytes).Does("suite.add");
    }

    private static JsonObject Describe(SuiteEntry entry)
    {
        var description = entry.Suite is { } suite ? SuiteCommands.Describe(suite) : new JsonObject { ["name"] = entry.Name, ["problems"] = entry.Problems.Length };
        description["shipped"] = entry.Shipped;
        return description;
    }
}
