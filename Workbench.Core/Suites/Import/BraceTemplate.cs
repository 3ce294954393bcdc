using System.Text.RegularExpressions;

namespace Workbench.Core.Suites.Import;

/// <summary>Templates with <c>{{name}}</c>, as Nunjucks and Jinja have them, without filters, calls and statements; of those only <c>.strip()</c> is known.</summary>
internal static partial class BraceTemplate
{
    /// <param name="value">Of a name; null where there is none.</param>
    /// <param name="unknown">The first place that can't be filled in; null when all could.</param>
    public static string? Fill(string template, Func<string, string?> value, out string? unknown)
    {
        string? missing = null;
        var filled = Place().Replace(template, match =>
        {
            var inner = match.Groups["name"].Value;
            if (value(inner) is { } text)
            {
                return match.Groups["strip"].Success ? text.Trim() : text;
            }

            missing ??= match.Value;
            return "";
        });

        // What the data holds is no template, so only the template itself is looked at.
        var rest = Place().Replace(template, "");
        unknown = missing ?? (Statement().Match(rest) is { Success: true } other ? other.Value : null);
        return unknown is null ? filled : null;
    }

    public static bool HasPlaces(string text) => text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal);

    [GeneratedRegex(@"\{\{-?\s*(?<name>[A-Za-z_][A-Za-z0-9_]*)(?<strip>\.strip\(\))?\s*-?\}\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Place();

    [GeneratedRegex(@"\{\{[^\n]{0,80}|\{%[^\n]{0,80}|\{#[^\n]{0,80}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Statement();
}
