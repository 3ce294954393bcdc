using System.Globalization;

namespace Workbench.Core.Compliance;

/// <summary>A text that a pack gives in both languages, in its author's own words.</summary>
public sealed record Wording(string En, string Zh)
{
    public string In(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? Zh : En;

    public override string ToString() => In(CultureInfo.CurrentUICulture);
}
