using System.Globalization;
using Workbench.Configuration;

namespace Workbench.Components.Findings;

/// <summary>A day without a time.</summary>
public static class DayText
{
    public static string Of(DateOnly day) => day.ToString(Cultures.IsChinese ? "yyyy年M月d日" : "d MMM yyyy", CultureInfo.CurrentCulture);
}
