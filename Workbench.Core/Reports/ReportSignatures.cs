namespace Workbench.Core.Reports;

/// <summary>Who decides and who signs.</summary>
internal static class ReportSignatures
{
    private static readonly string[] Signatories = ["SignLegalRepresentative", "SignAssessmentLead", "SignLegalLead"];

    public static void Write(HtmlWriter html, ReportContent content)
    {
        if (content.Assessment is null)
        {
            return;
        }

        html.Heading("signatures", "Signatures");
        html.Element("p", html.Words("SignaturesNote"));
        html.Block("table", () => html.HeaderRow("SignRole", "SignName", "SignSignature", "SignDate").Block("tbody", () =>
        {
            foreach (var signatory in Signatories)
            {
                html.Block("tr", () => html.Element("th", html.Words(signatory)).Element("td", "").Element("td", "").Element("td", ""));
            }
        }), "grid sign");
    }
}
