using System.Globalization;
using System.Text;
using Workbench.Configuration;
using Workbench.Core.Provenance;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Provenance;
using Workbench.People;

namespace Workbench.Components.Provenance;

/// <summary><c>GET /models/{key}/provenance/export?for=CN</c>: the card as a model card in Markdown, in the page's language.</summary>
public static class ProvenanceExportEndpoint
{
    public static void MapProvenanceExport(this IEndpointRouteBuilder routes) => routes.MapGet($"{WorkbenchUrls.ModelsPath}/{{key}}/provenance/export", ExportAsync);

    private static async Task<IResult> ExportAsync(string key, string? @for, HttpContext context, ProvenanceDossiers dossiers, ExportJournal journal, TimeProvider time, CancellationToken cancellation)
    {
        if (!ProvenanceDossiers.IsHash(key) || await dossiers.OfAsync(key.ToLowerInvariant(), cancellation) is not { } dossier)
        {
            return Results.NotFound();
        }

        await journal.AdmitAsync("provenance.exported", dossier.Card.Sha256!, "md", CurrentActor.From(context.User), cancellation);
        var results = RuleChecks.All(dossiers.Rules, dossiers.Licences, dossier, dossiers.Rules.Place(@for), DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        var text = ModelCardExport.Write(dossier, results, dossiers.Licences, CultureInfo.CurrentUICulture);
        return Results.File(Encoding.UTF8.GetBytes(text), "text/markdown; charset=utf-8", $"{FileName(dossier.Card.Name)}.card.md");
    }

    private static string FileName(string name) => new([.. name.Select(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_' or '.' ? each : '-')]);
}
