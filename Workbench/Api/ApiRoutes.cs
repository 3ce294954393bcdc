using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Workbench.Api;

/// <summary>A route of the API.</summary>
public sealed record ApiRoute(string Method, string Path);

/// <summary>Every route under <c>/api</c>, and the document that describes them.</summary>
public static class ApiRoutes
{
    public const string DocumentPath = "/openapi.json";

    private const string Scheme = "token";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiNames>();

        // What cannot be read is answered like everything else that is wrong.
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        return services.AddOpenApi(static options =>
        {
            options.ShouldInclude = static description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddOperationTransformer(static (operation, context, _) =>
            {
                if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiUpload>().Any())
                {
                    var file = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
                    operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["application/octet-stream"] = file } };
                }

                return Task.CompletedTask;
            });
            options.AddDocumentTransformer(static (document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = "Workbench", Version = "1", Description = "What changes something needs a personal access token. Lists are paged: count, and after with what the answer before gave as next." };
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A personal access token: wbt_…" };
                document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
                return Task.CompletedTask;
            });
        });
    }

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        Mark(routes, "Suites").MapSuites();
        var runs = Mark(routes, "Runs");
        runs.MapRuns();
        runs.MapRunQueue();
        var models = Mark(routes, "Models");
        models.MapModels();
        models.MapModelsFit();
        Mark(routes, "Candidates").MapCandidates();
        Mark(routes, "Comparisons").MapComparisons();
        Mark(routes, "Races").MapRaces();
        Mark(routes, "Banks").MapBanks();
        Mark(routes, "Policies").MapPolicies();
        var assessments = Mark(routes, "Assessments");
        assessments.MapAssessments();
        assessments.MapPlans();
        Mark(routes, "Labels").MapLabels();
        Mark(routes, "Evidence").MapEvidenceFiles();
        Mark(routes, "Findings").MapFindings();
        Mark(routes, "Exceptions").MapExceptions();
        Mark(routes, "Provenance").MapProvenance();
        Mark(routes, "Decisions").MapDecisions();
        Mark(routes, "Reports").MapReportFiles();
        Mark(routes, "Log").MapLogFiles();
        Mark(routes, "People").MapPeople();
        Mark(routes, "Backups").MapBackupFiles();
        routes.MapOpenApi(DocumentPath);
    }

    /// <summary>The routes of each operation.</summary>
    public static ILookup<string, ApiRoute> ByOperation(IEnumerable<EndpointDataSource> routes) =>
        (from source in routes
         from endpoint in source.Endpoints.OfType<RouteEndpoint>()
         from mark in endpoint.Metadata.GetOrderedMetadata<ApiOperation>()
         from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
         orderby endpoint.RoutePattern.RawText, method
         select (mark.Operation.Name, Route: new ApiRoute(method, endpoint.RoutePattern.RawText!.TrimEnd('/')))).Distinct().ToLookup(each => each.Name, each => each.Route);

    private static RouteGroupBuilder Mark(IEndpointRouteBuilder routes, string noun) => routes.MapGroup(ApiGate.Path).WithTags(noun);
}
