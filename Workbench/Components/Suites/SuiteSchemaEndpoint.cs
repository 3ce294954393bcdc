using System.Globalization;
using Workbench.Configuration;
using Workbench.Core.Suites;

namespace Workbench.Components.Suites;

/// <summary>The JSON Schema of suite files, its descriptions in the language of the asker.</summary>
internal static class SuiteSchemaEndpoint
{
    public static void MapSuiteSchema(this IEndpointRouteBuilder routes) =>
        routes.MapGet(WorkbenchUrls.SuiteSchema(), static () => Results.Text(SuiteSchema.Write(CultureInfo.CurrentUICulture), "application/schema+json"));
}
