using System.Globalization;

namespace Workbench.Core.Reports;

/// <summary>One self-contained HTML page: styles and drawings inside, no script, nothing fetched.</summary>
public static class ReportPage
{
    /// <summary>Whatever a page might hold, a browser runs none of it and asks nobody for anything.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

    public static string Write(ReportContent content, CultureInfo culture)
    {
        var html = new HtmlWriter(culture);
        var annex = new ReportAnnex(content);
        var language = culture.TwoLetterISOLanguageName == "zh" ? "zh-Hans" : "en";
        html.Markup($"<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\">");
        html.Markup($"<meta http-equiv=\"Content-Security-Policy\" content=\"{ContentSecurityPolicy}\">");
        html.Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">");
        html.Element("title", $"{content.Subject} · {Title(content, html)}");
        html.Markup("<style>").Markup(ReportStyle.Css).Markup("</style></head>\n<body><main>");
        ReportCover.Write(html, content, Title(content, html));
        if (content is { Assessment: { } assessment, Pack: { } pack })
        {
            ReportSummary.Write(html, assessment, pack);
        }

        if (content.Decision is { } record)
        {
            ReportDecision.Write(html, record, content.At);
        }

        ReportManifest.Write(html, content);
        ReportMethod.Write(html, content);
        ReportResults.Write(html, content, annex);
        ReportSignatures.Write(html, content);
        ReportClosing.Write(html, content);
        annex.Write(html);
        return html.Markup("</main></body></html>\n").ToString();
    }

    private static string Title(ReportContent content, HtmlWriter html) =>
        content.Pack is { } pack ? pack.Title.In(html.Culture) : html.Words("RunTitle", content.Suite.Name, content.Suite.Version.ToString(CultureInfo.InvariantCulture));
}
