using System.Globalization;
using Workbench.Configuration;
using Workbench.Core.Language;
using Workbench.Core.Reports;

namespace Workbench.Api;

/// <summary>Reports as pages and downloads.</summary>
public static class ReportsApi
{
    public static IEndpointRouteBuilder MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(WorkbenchUrls.ReportsPath + "/{subject}", async (string subject, string? format, string? lang, ReportWriter writer, CancellationToken cancellation) =>
        {
            var culture = CultureInfo.GetCultureInfo(lang == Cultures.Chinese ? Cultures.Chinese : Cultures.English);
            try
            {
                return format switch
                {
                    "pdf" => await FileAsync(writer, subject, ReportFormat.Pdf, "application/pdf", culture, cancellation),
                    "json" => await FileAsync(writer, subject, ReportFormat.Json, "application/json", culture, cancellation),
                    _ => Results.Content(await writer.PageAsync(subject, culture, cancellation), "text/html; charset=utf-8"),
                };
            }
            catch (InputException problem)
            {
                return Results.Text(string.Join('\n', problem.Problems.Select(one => $"{one.Message.In(culture)} {one.Hint?.In(culture)}")), statusCode: StatusCodes.Status400BadRequest);
            }
        });
        return routes;
    }

    private static async Task<IResult> FileAsync(ReportWriter writer, string subject, ReportFormat format, string type, CultureInfo culture, CancellationToken cancellation)
    {
        var file = Path.Combine(Path.GetTempPath(), $"workbench-{Guid.NewGuid():n}");
        try
        {
            await writer.WriteAsync(subject, format, culture, file, cancellation);
            return Results.File(await File.ReadAllBytesAsync(file, cancellation), type, $"{subject}.{format.ToString().ToLowerInvariant()}");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
