using System.Globalization;
using Workbench.Configuration;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Core.Storage.Governance;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Reports as pages and downloads.</summary>
public static class ReportsApi
{
    public static IEndpointRouteBuilder MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(WorkbenchUrls.ReportsPath + "/{subject}", async (string subject, string? format, string? lang, HttpContext context, ReportWriter writer, ExportJournal journal, CancellationToken cancellation) =>
        {
            var culture = CultureInfo.GetCultureInfo(lang == Cultures.Chinese ? Cultures.Chinese : Cultures.English);
            try
            {
                var actor = CurrentActor.From(context.User);
                Permissions.Require(actor, Permission.ExportResults);
                var report = format switch
                {
                    "pdf" => await FileAsync(writer, subject, ReportFormat.Pdf, "application/pdf", culture, cancellation),
                    "json" => await FileAsync(writer, subject, ReportFormat.Json, "application/json", culture, cancellation),
                    _ => Results.Content(await writer.PageAsync(subject, culture, cancellation), "text/html; charset=utf-8"),
                };
                await journal.AdmitAsync("report.exported", subject, format ?? "html", actor, cancellation);
                return report;
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
