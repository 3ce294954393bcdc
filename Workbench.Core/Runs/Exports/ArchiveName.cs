using System.Text;

namespace Workbench.Core.Runs.Exports;

/// <summary>Names of files in an archive, made of names that people gave: no separators, nothing a system forbids, and no two alike.</summary>
internal static class ArchiveName
{
    private const int Longest = 80;

    /// <param name="place">0-based.</param>
    public static string Of(int place, string name)
    {
        var plain = new StringBuilder(RunPlan.Text(place + 1)).Append('-');
        foreach (var letter in name.EnumerateRunes().Take(Longest))
        {
            plain.Append(Rune.IsLetterOrDigit(letter) || letter.Value is '-' or '.' or '_' ? letter.ToString() : "_");
        }

        return plain.ToString().TrimEnd('.');
    }
}
