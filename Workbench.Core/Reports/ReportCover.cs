using System.Globalization;

namespace Workbench.Core.Reports;

/// <summary>The first page: what this is about, by which rules, and where the log stood.</summary>
internal static class ReportCover
{
    public static void Write(HtmlWriter html, ReportContent content, string title) => html.Block("header", () =>
    {
        html.Element("p", html.Words(content.Decision is not null ? "KindDecision" : content.Assessment is null ? "KindRun" : "KindAssessment"), "kind");
        html.Element("h1", title).Markup("\n");
        html.Facts(
            ("ReportOn", content.Subject),
            ("AssessmentId", content.Decision is null ? null : content.Assessment?.Id),
            ("RunId", content.Run.Id),
            ("Candidates", string.Join(", ", content.Assessment?.Candidates.Select(candidate => candidate.Name) ?? content.Run.Candidates.Select(candidate => candidate.Name))),
            ("Pack", content.Pack is { } pack ? $"{pack.Id} · {html.Words("PackVersion", pack.Version.ToString(CultureInfo.InvariantCulture))}" : null),
            ("PackHash", content.Assessment?.PackSha256),
            ("Jurisdiction", content.Pack?.Jurisdiction),
            ("Suite", $"{content.Suite.Name} {content.Suite.Version.ToString(CultureInfo.InvariantCulture)}"),
            ("SuiteHash", content.Run.SuiteSha256),
            ("Period", content.Run.FinishedAt is { } end ? $"{HtmlWriter.Time(content.Run.CreatedAt)} – {HtmlWriter.Time(end)}" : HtmlWriter.Time(content.Run.CreatedAt)),
            ("AssessedBy", content.Assessment is { } made ? $"{made.By}, {HtmlWriter.Time(made.At)}" : null),
            ("ReportMade", HtmlWriter.Time(content.At)));
        html.Block("div", () => Log(html, content.Log), "log", "log");
        html.Element("p", html.Words("ContainsGenerated"), "label");
    }).Markup("\n");

    private static void Log(HtmlWriter html, LogHead? log)
    {
        html.Element("h3", html.Words("Log"));
        if (log is null)
        {
            html.Element("p", html.Words("LogAbsent"));
            return;
        }

        html.Facts(("LogOrigin", log.Origin), ("LogSize", HtmlWriter.Count(log.Size)), ("LogRoot", log.Root));
        html.Element("p", html.Words(log.Checkpoint is null ? "CheckpointAbsent" : "Checkpoint"));
        if (log.Checkpoint is { } checkpoint)
        {
            html.Element("pre", checkpoint, "note");
        }
    }
}
