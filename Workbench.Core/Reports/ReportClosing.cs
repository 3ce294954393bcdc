namespace Workbench.Core.Reports;

/// <summary>What the report does not say, and how to check what it does.</summary>
internal static class ReportClosing
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Heading("limits", "Limits");
        html.Block("ul", () =>
        {
            foreach (var key in content.Assessment is null ? ["LimitSuite", "LimitRun"] : (string[])["LimitSelf", "LimitSuite", "LimitDocuments", "LimitPack"])
            {
                html.Element("li", html.Words(key));
            }
        });
        html.Heading("verify", "Verify");
        html.Element("p", html.Words("VerifyNote"));
        html.Block("ul", () =>
        {
            html.Block("li", () => html.Element("code", "Workbench log verify").Text(" ").Say("VerifyLog"));
            html.Block("li", () => html.Element("code", $"Workbench report {content.Subject} --format json").Text(" ").Say("VerifyJson"));
            html.Block("li", () => html.Element("code", $"Workbench export {content.Run.Id} --format jsonl").Text(" ").Say("VerifyExport"));
        });
    }
}
