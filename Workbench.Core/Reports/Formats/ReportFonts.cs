using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbench.Core.Reports.Formats;

/// <summary>The workbench's own fonts for printing, so that a PDF looks and reads the same whatever fonts the machine has.</summary>
/// <remarks>In two fixed weights: a browser takes the signs that are used of a fixed font into a PDF, but draws each sign of a variable one anew (Type 3), ten times the size.</remarks>
internal static partial class ReportFonts
{
    /// <summary>The weights there are files of, and the weights of a style sheet that each stands for.</summary>
    private static readonly (int Weight, string Range)[] Weights = [(400, "100 500"), (620, "501 900")];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "assets", "fonts");

    /// <summary>Style sheet that names the files of this machine; null where they are not there.</summary>
    public static string? Css()
    {
        var sheet = Path.Combine(Folder, "fonts.css");
        return File.Exists(sheet) ? Face().Replace(File.ReadAllText(sheet), face => string.Concat(Weights.Select(each => Fixed(face.Value, each.Weight, each.Range)))) : null;
    }

    private static string Fixed(string face, int weight, string range) =>
        Address().Replace(Weight().Replace(face, $"font-weight:{range}"), match => $"url(\"{new Uri(Path.Combine(Folder, "print", Name(match.Groups[1].Value, weight))).AbsoluteUri}\")");

    private static string Name(string file, int weight) => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file).Replace("-wght-normal", "", StringComparison.Ordinal)}-{weight}.woff2");

    [GeneratedRegex(@"@font-face\s*\{[^}]*\}")]
    private static partial Regex Face();

    [GeneratedRegex(@"font-weight:[^;}]+")]
    private static partial Regex Weight();

    [GeneratedRegex(@"url\(([\w./-]+)\)")]
    private static partial Regex Address();
}
