using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>What the report does not say.</summary>
internal static class LimitsSection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        string[] keys = content.Assessment is null ? ["LimitSuite", "LimitRun"] : ["LimitSelf", "LimitSuite", "LimitDocuments", "LimitPack", "LimitLog"];
        yield return ReportTexts.List(keys.Select(key => texts.Words(key)));
    }
}
