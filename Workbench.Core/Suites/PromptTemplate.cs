using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Workbench.Core.Suites;

/// <summary>Fills <c>{name}</c> from variables; every other brace stays as it is.</summary>
internal static partial class PromptTemplate
{
    /// <param name="unknown">Names without a variable, each once.</param>
    public static string Fill(string template, ImmutableSortedDictionary<string, string> variables, out ImmutableArray<string> unknown)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var filled = Place().Replace(template, match =>
        {
            if (variables.TryGetValue(match.Groups[1].Value, out var value))
            {
                return value;
            }

            missing.Add(match.Groups[1].Value);
            return match.Value;
        });
        unknown = [.. missing];
        return filled;
    }

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
