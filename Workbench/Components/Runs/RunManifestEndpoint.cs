using System.Text;
using Workbench.Cli;
using Workbench.Configuration;
using Workbench.Core.Runs;

namespace Workbench.Components.Runs;

/// <summary><c>GET /runs/{id}/manifest</c>: everything that decided the answers of a run, as the <c>run</c> command writes it.</summary>
public static class RunManifestEndpoint
{
    public static void MapRunManifest(this IEndpointRouteBuilder routes) => routes.MapGet($"{WorkbenchUrls.RunsPath}/{{id}}/manifest", WriteAsync);

    private static async Task<IResult> WriteAsync(string id, IRunStore store, RunSummaries summaries, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation) is not { } run)
        {
            return Results.NotFound();
        }

        var cached = (await summaries.WholeAsync(run.Id, cancellation)).Candidates.Sum(static candidate => candidate.Cached);
        var manifest = RunManifest.Write(run, await store.SuiteAsync(run.Id, cancellation), cached);
        return Results.File(Encoding.UTF8.GetBytes(manifest.ToJsonString(CommandJson.Options)), "application/json; charset=utf-8", $"{run.Id}-manifest.json");
    }
}
