using System.Text;
using Workbench.Configuration;
using Workbench.Core.Comparisons;
using Workbench.Core.Storage.Comparisons;
using Workbench.Core.Storage.Governance;
using Workbench.People;

namespace Workbench.Components.Compare;

/// <summary><c>GET /comparisons/{id}/export?format=json|md</c>: a kept comparison as a file. While its vote is open there is none: names would tell.</summary>
public static class ComparisonExportEndpoint
{
    public static void MapComparisonExport(this IEndpointRouteBuilder routes) => routes.MapGet($"{WorkbenchUrls.ComparisonsPath}/{{id}}/export", ExportAsync);

    internal static async Task<IResult> ExportAsync(string id, string? format, HttpContext context, ComparisonStore store, ExportJournal journal, CancellationToken cancellation)
    {
        if (format is not ("json" or "md") || await store.FindAsync(id, cancellation) is not { IsOpen: true } comparison)
        {
            return Results.NotFound();
        }

        await journal.AdmitAsync("comparison.exported", comparison.Id, format, CurrentActor.From(context.User), cancellation);
        var text = format == "json" ? ComparisonExport.Json(comparison) : ComparisonExport.Markdown(comparison);
        return Results.File(Encoding.UTF8.GetBytes(text), format == "json" ? "application/json; charset=utf-8" : "text/markdown; charset=utf-8", $"{comparison.Id}.{format}");
    }
}
