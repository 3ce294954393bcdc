using System.Globalization;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Formats;

/// <summary>One self-contained HTML page: styles and drawings inside, no script, nothing fetched.</summary>
public static class ReportPage
{
    /// <summary>Whatever a page might hold, a browser runs none of it and asks nobody for anything.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

    /// <summary>The same, with the workbench's own fonts from a folder of this machine: for printing.</summary>
    private const string PrintingPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src file:; base-uri 'none'; form-action 'none'";

    /// <param name="fonts">Style sheet with the workbench's fonts, for printing; null takes those of the reader's machine.</param>
    /// <param name="progress">Told section by section.</param>
    public static void Write(ReportDocument report, TextWriter output, string? fonts, IProgress<ReportProgress>? progress, CancellationToken cancellation)
    {
        var (texts, content) = (new ReportTexts(report.Culture), report.Content);
        var html = new HtmlWriter(output);
        var blocks = new HtmlBlocks(html, texts);
        html.Markup($"<!DOCTYPE html>\n<html lang=\"{report.Language}\"><head><meta charset=\"utf-8\">");
        html.Markup($"<meta http-equiv=\"Content-Security-Policy\" content=\"{(fonts is null ? ContentSecurityPolicy : PrintingPolicy)}\">");
        html.Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">");
        html.Element("title", $"{content.Subject} · {texts.Words($"Kind.{content.Kind}")} · {report.Title}");
        html.Markup("<style>").Markup(fonts ?? "").Markup(ReportStyle.Css).Markup(PageMargins(report, texts)).Markup("</style></head>\n<body>");
        html.Markup(content.IsPreview ? "<main class=\"preview\">" : "<main>").Open("header").Element("p", texts.Words($"Kind.{content.Kind}"), "kind").Element("h1", report.Title).Close("header").Markup("\n");
        foreach (var (place, section) in report.Sections.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new ReportProgress(place, report.Sections.Length, new Language.Phrase("Reports.Writing", section.Title)));
            html.Open("section", $"part {section.Id}").Element("h2", section.Title, id: section.Id).Markup("\n");
            blocks.Begin(section.Title);
            foreach (var block in section.Blocks)
            {
                blocks.Write(block);
            }

            html.Close("section").Markup("\n");
            if (place == 0)
            {
                Contents(html, report, texts);
            }
        }

        html.Markup("</main></body></html>\n");
    }

    private static void Contents(HtmlWriter html, ReportDocument report, ReportTexts texts)
    {
        html.Open("nav").Element("h2", texts.Words("Contents")).Open("ol");
        foreach (var section in report.Sections)
        {
            html.Open("li").Link(section.Id, section.Title).Close("li");
        }

        html.Close("ol").Close("nav").Markup("\n");
    }

    /// <summary>On each printed page: what it is and by which hash, and its number. Only letters, digits, dots and hyphens get into the style sheet.</summary>
    private static string PageMargins(ReportDocument report, ReportTexts texts)
    {
        var subject = string.Concat(report.Content.Subject.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'));
        var kind = string.Concat(texts.Words($"Kind.{report.Content.Kind}").Where(letter => char.IsLetter(letter) || letter is ' ' or '（' or '）'));
        return string.Create(CultureInfo.InvariantCulture, $"@page {{ @top-left {{ content: \"{subject} · {kind}\"; }} @top-right {{ content: \"SHA-256 {report.Manifest[..16]}…\"; }} @bottom-right {{ content: counter(page) \" / \" counter(pages); }} }}");
    }
}
