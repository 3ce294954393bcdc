using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Provenance;
using Workbench.Core.Storage.Provenance;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Provenance cards, for programs.</summary>
public static class ProvenanceApi
{
    /// <param name="Statement">Fields to state, as a card gives them under statement; null takes one back, what is not named stays.</param>
    /// <param name="Version">That the change is made to; refused when somebody made a later one. The newest unless told.</param>
    public sealed record NewStatement(JsonObject? Statement, int? Version);

    public static void MapProvenance(this IEndpointRouteBuilder api)
    {
        api.MapGet("/provenance", (int? count, string? after, IServiceProvider services, ProvenanceDossiers dossiers, CancellationToken cancellation) =>
            ApiAnswer.PageAsync("cards", new ApiPage(count, after), _ => dossiers.ListAsync(cancellation), dossier => ProvenanceListCommand.Json(dossier, ProvenanceCommands.Check(services, dossier, null))));
        api.MapGet("/provenance/{model}", async (string model, string? place, IServiceProvider services, ProvenanceDossiers dossiers, CancellationToken cancellation) =>
        {
            var dossier = await dossiers.FindAsync(model, cancellation, cataloguedOnly: true);
            return ApiAnswer.Json(ProvenanceShowCommand.Json(dossier, ProvenanceCommands.Check(services, dossier, place)));
        });
        api.MapPut("/provenance/{model}", async (string model, NewStatement body, HttpContext context, ProvenanceDossiers dossiers, ProvenanceStore store, LicenceCatalog licences) =>
        {
            var card = (await dossiers.FindAsync(model, context.RequestAborted, cataloguedOnly: true)).Card;
            var statement = StatementReader.Merge(card.Stated?.Statement ?? ProvenanceStatement.Empty, body.Statement ?? [], null, licences);
            var done = await store.SetAsync(card, body.Version ?? card.Stated?.Version ?? 0, statement, CurrentActor.From(context.User), context.RequestAborted);
            return ApiAnswer.Json(ProvenanceSetCommand.Json(new ProvenanceCard(card.Sha256, card.Name, card.File, card.FromFile, done), done));
        }).Does("provenance.set");
    }
}
