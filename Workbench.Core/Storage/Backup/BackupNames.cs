using System.Text.RegularExpressions;

namespace Workbench.Core.Storage.Backup;

/// <summary>Names that a part may have. A backup is somebody else's file: nothing outside its own kind of place is ever written.</summary>
internal static partial class BackupNames
{
    public const string Database = "database/";
    public const string Files = "files/";
    public const string Key = "keys/log.key";

    public static string Table(string name) => $"{Database}{name}.jsonl";

    /// <returns>The table's name; null for another part.</returns>
    public static string? TableOf(string part) => TablePart().Match(part) is { Success: true } match ? match.Groups["table"].Value : null;

    /// <returns>Path below the workspace's folder, with <c>/</c>; null for another part, or a path that leads elsewhere, means a device, or is one that a backup never holds.</returns>
    public static string? FileOf(string part)
    {
        if (!part.StartsWith(Files, StringComparison.Ordinal) || part.Length > 1024)
        {
            return null;
        }

        var path = part[Files.Length..];
        return path.Split('/').All(IsPlain) && WorkspaceFiles.IsKept(path) ? path : null;
    }

    public static bool IsColumn(string name) => ColumnName().IsMatch(name);

    private static bool IsPlain(string segment) =>
        segment is not ("" or "." or "..") && segment.Length <= 200 && segment[^1] is not ('.' or ' ') && segment[0] != ' '
        && !segment.Any(static each => char.IsControl(each) || each is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')
        && !DeviceName().IsMatch(segment);

    [GeneratedRegex(@"^database/(?<table>[A-Za-z][A-Za-z0-9]{0,62})\.jsonl$")]
    private static partial Regex TablePart();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,62}$")]
    private static partial Regex ColumnName();

    [GeneratedRegex(@"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex DeviceName();
}
