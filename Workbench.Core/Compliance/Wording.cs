using System.Globalization;
using System.Text.Json.Serialization;

namespace Workbench.Core.Compliance;

/// <summary>A text that a pack gives in both languages, in its author's own words.</summary>
public sealed record Wording(string En, string Zh)
{
    public string In(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? Zh : En;

    /// <summary>The Chinese, where it is another text than the English; null otherwise.</summary>
    [JsonIgnore]
    public string? OwnZh => Zh == En ? null : Zh;

    public override string ToString() => In(CultureInfo.CurrentUICulture);
}
