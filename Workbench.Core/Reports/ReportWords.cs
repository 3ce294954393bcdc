using Workbench.Core.Compliance;
using Workbench.Core.Language;

namespace Workbench.Core.Reports;

/// <summary>The words for what an assessment can come to; said in any language through the phrase.</summary>
public static class ReportWords
{
    public static Phrase Verdict(Verdict verdict) => new($"Reports.Verdict{verdict}");

    public static Phrase Demonstrated(Demonstrated demonstrated) => new($"Reports.Interval{demonstrated}");

    public static Phrase Conclusion(Conclusion conclusion) => OverallConclusion.Words(conclusion);

    /// <summary>As the filing form says it.</summary>
    public static Phrase Conclusion(FilingConclusion conclusion) => new($"Reports.Conclusion{conclusion}");
}
