using System.Globalization;
using Workbench.Configuration;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Core.Reports.Formats;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Reports as pages and downloads.</summary>
public static class ReportsApi
{
    /// <summary>A report is not a page of ours: it may be framed here, runs nothing, and reaches nothing but what a click opens beside it.</summary>
    private const string FramedPolicy = ReportPage.ContentSecurityPolicy + "; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

    public static IEndpointRouteBuilder MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(WorkbenchUrls.ReportsPath + "/{subject}", ReportAsync);
        routes.MapGet(WorkbenchUrls.ReportsPath + "/made/{key}", (string key, HttpContext context, MadeReports made) => made.Take(key, CurrentActor.From(context.User)) is { } report
            ? Results.File(report.Path, ReportNames.MediaType(report.Format), report.Name)
            : Results.NotFound());
        return routes;
    }

    public static void MapReportFiles(this IEndpointRouteBuilder api) => api.MapGet("/reports/{subject}", ReportAsync).Does("report.export");

    private static async Task<IResult> ReportAsync(string subject, string? format, string? lang, string? kind, string? candidate, string? against, bool? preview, HttpContext context, ReportWriter writer, CancellationToken cancellation)
    {
        var culture = CultureInfo.GetCultureInfo(lang == Cultures.Chinese ? Cultures.Chinese : Cultures.English);
        var file = Path.Combine(Path.GetTempPath(), $"workbench-{Guid.NewGuid():n}");
        var isServed = false;
        try
        {
            var actor = CurrentActor.From(context.User);
            Permissions.Require(actor, Permission.ExportResults);
            var order = new ReportOrder(subject, ReportNames.Format(format ?? "html"), culture)
            {
                Kind = string.IsNullOrEmpty(kind) ? null : ReportNames.Kind(kind),
                Candidate = candidate,
                Against = against,
                IsPreview = preview == true,
                Addresses = new ReportLinks(preview == true ? "" : $"{context.Request.Scheme}://{context.Request.Host}"),
            };
            var made = order is { IsPreview: true, Format: ReportFormat.Html } ? await writer.WriteAsync(order, file, null, cancellation) : await writer.ExportAsync(order with { IsPreview = false }, file, actor, null, cancellation);
            if (made.Format == ReportFormat.Html)
            {
                context.Response.Headers.ContentSecurityPolicy = FramedPolicy;
                context.Response.Headers.XFrameOptions = "SAMEORIGIN";

                // A sandboxed page that also asks for a group of its own would not be shown at all.
                context.Response.Headers["Cross-Origin-Opener-Policy"] = "unsafe-none";
            }

            var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            isServed = true;
            return made.Format == ReportFormat.Html ? Results.Stream(stream, ReportNames.MediaType(made.Format)) : Results.Stream(stream, ReportNames.MediaType(made.Format), MadeReports.NameOf(made));
        }
        catch (InputException problem) when (!ApiGate.Covers(context))
        {
            return Results.Text(string.Join('\n', problem.Problems.Select(one => $"{one.Message.In(culture)} {one.Hint?.In(culture)}")), statusCode: StatusCodes.Status400BadRequest);
        }
        finally
        {
            if (!isServed)
            {
                File.Delete(file);
            }
        }
    }
}
