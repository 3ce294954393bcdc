using System.Globalization;
using Workbench.Core.Compliance;

namespace Workbench.Core.Reports;

/// <summary>By what measure, and how the numbers came about.</summary>
internal static class ReportMethod
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        if (content.Pack is { } pack)
        {
            html.Heading("criteria", "Criteria");
            html.Facts(
                ("CriteriaSource", pack.Source),
                ("CriteriaClauses", HtmlWriter.Count(pack.Clauses.Length)),
                ("CriteriaUnverified", HtmlWriter.Count(pack.Clauses.Count(clause => !clause.Verified))));
            html.Element("p", pack.Note?.In(html.Culture));
        }

        html.Heading("method", "Method");
        html.Block("ul", () =>
        {
            foreach (var note in Notes(content))
            {
                html.Element("li", html.Words(note.Key, note.Arguments));
            }
        });
    }

    private static IEnumerable<(string Key, string[] Arguments)> Notes(ReportContent content)
    {
        yield return ("MethodInterval", []);
        yield return ("MethodClusters", []);
        yield return ("MethodErrors", [(100 * ClauseAssessor.MaximumUnusableShare).ToString("0.#", CultureInfo.InvariantCulture)]);
        if (content.Assessment is not null)
        {
            yield return ("MethodVerdict", []);
            yield return ("MethodDemonstrated", []);
            yield return ("MethodLeast", []);
        }

        yield return ("MethodScorers", []);
    }
}
