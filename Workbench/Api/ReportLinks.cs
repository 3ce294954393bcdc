using System.Globalization;
using Workbench.Configuration;
using Workbench.Core.Reports;

namespace Workbench.Api;

/// <summary>Addresses of pages, for links in reports.</summary>
/// <param name="site">Scheme and host before the path; empty for links that hold while the workbench itself shows the report.</param>
internal sealed class ReportLinks(string site) : IReportAddresses
{
    private readonly string _site = site.TrimEnd('/');

    public string Subject(string id) => _site + id.Split('-')[0] switch
    {
        "R" => WorkbenchUrls.Run(id),
        "A" => WorkbenchUrls.Assessment(id),
        "F" => WorkbenchUrls.Finding(id),
        "E" => WorkbenchUrls.Exception(id),
        _ => WorkbenchUrls.Decision(id),
    };

    public string Sample(string runId, string sampleId, string candidate, int repeat) =>
        _site + WorkbenchUrls.Run(runId, ("sample", sampleId), ("candidate", candidate), ("repeat", repeat == 0 ? null : repeat.ToString(CultureInfo.InvariantCulture)));

    public string Clause(string assessmentId, string candidate, string clauseId) => _site + WorkbenchUrls.Assessment(assessmentId, ("candidate", candidate), ("clause", clauseId));
}
