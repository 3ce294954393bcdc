using System.Globalization;
using Workbench.Core.Compliance;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Formats;

/// <summary>An interval drawn on the axis from 0 to 100 %, with the limit as a dashed line.</summary>
internal static class IntervalMark
{
    private const double Width = 132;
    private const double Edge = 4;

    public static void Write(HtmlWriter html, ReportMark mark, ReportTexts texts)
    {
        var (estimate, limit) = (mark.Estimate, mark.Limit);
        var kind = mark.Demonstrated switch { Demonstrated.Shown => "shown", Demonstrated.ShownAgainst => "against", _ => "undecided" };
        html.Markup($"<svg class=\"mark {kind}\" width=\"140\" height=\"18\" viewBox=\"0 0 140 18\" role=\"img\">");
        html.Element("title", texts.Words("MarkTitle", texts.Percent(estimate.Value), texts.Percent(estimate.Low), texts.Percent(estimate.High)));
        html.Markup($"<line class=\"axis\" x1=\"{X(0)}\" x2=\"{X(1)}\" y1=\"9\" y2=\"9\"/>");
        if (limit is not null)
        {
            html.Markup($"<line class=\"limit\" x1=\"{X(limit.Threshold)}\" x2=\"{X(limit.Threshold)}\" y1=\"1\" y2=\"17\"/>");
        }

        html.Markup($"<line class=\"interval\" x1=\"{X(estimate.Low)}\" x2=\"{X(estimate.High)}\" y1=\"9\" y2=\"9\"/>");
        html.Markup($"<circle class=\"point\" cx=\"{X(estimate.Value)}\" cy=\"9\" r=\"3.5\"/></svg>");
    }

    private static string X(double share) => (Edge + Width * Math.Clamp(share, 0, 1)).ToString("0.##", CultureInfo.InvariantCulture);
}
