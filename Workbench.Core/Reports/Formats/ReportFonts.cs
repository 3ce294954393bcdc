using System.Text.RegularExpressions;

namespace Workbench.Core.Reports.Formats;

/// <summary>The workbench's own fonts for printing, so that a PDF looks and reads the same whatever fonts the machine has.</summary>
internal static partial class ReportFonts
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "assets", "fonts");

    /// <summary>Style sheet that names the files of this machine; null where they are not there.</summary>
    public static string? Css()
    {
        var sheet = Path.Combine(Folder, "fonts.css");
        return File.Exists(sheet) ? Address().Replace(File.ReadAllText(sheet), match => $"url(\"{new Uri(Path.Combine(Folder, match.Groups[1].Value)).AbsoluteUri}\")") : null;
    }

    [GeneratedRegex(@"url\(([\w./-]+)\)")]
    private static partial Regex Address();
}
