using System.Globalization;

namespace Workbench.Core.Models;

/// <summary>A passage of a model card in both languages.</summary>
public sealed record CardText(string En, string Zh)
{
    public string In(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? Zh : En;
}
