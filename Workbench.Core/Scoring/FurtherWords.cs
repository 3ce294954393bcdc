using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>In which language a scorer puts its further questions.</summary>
internal static class FurtherWords
{
    public static bool IsChinese(Sample sample) => sample.Language.Split('-')[0].ToUpperInvariant() is "ZH" or "YUE";
}
