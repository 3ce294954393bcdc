using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Core.Suites.Import;

/// <summary>The <c>filter_list</c> of a task of lm-evaluation-harness: what is taken out of an answer before it is compared. The first pipeline that has a counterpart becomes the scorer; all others are listed.</summary>
internal sealed partial class HarnessFilters(SuiteMap root, ImportNotes notes)
{
    /// <summary>Comparisons here leave white space and case aside, and a cell holds one answer.</summary>
    private static readonly string[] WithoutEffect = ["take_first", "remove_whitespace", "lowercase", "uppercase"];

    /// <returns>Null where no pipeline takes anything out.</returns>
    /// <param name="choices">The samples have choices.</param>
    public ScorerSpec? Read(bool choices)
    {
        ScorerSpec? chosen = null;
        foreach (var (at, node) in root.Get("filter_list").Items().Index())
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"filter_list[{at}]");
            var steps = (node as SuiteMap)?.Get("filter").Items() ?? [];
            if (steps.Count == 0)
            {
                notes.Report(node.Line, field, "NotFilter");
            }
            else if (chosen is not null)
            {
                notes.Note(node.Line, field, "FilterSecond", (node as SuiteMap)?.GetText("name") ?? field);
            }
            else
            {
                chosen = Pipeline(steps, field, choices);
            }
        }

        return chosen;
    }

    private ScorerSpec? Pipeline(IReadOnlyList<SuiteNode> steps, string field, bool choices)
    {
        ScorerSpec? scorer = null;
        foreach (var (at, node) in steps.Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{field}.filter[{at}]");
            if (node is not SuiteMap step || step.GetText("function") is not { } function)
            {
                notes.Report(node.Line, name, "NotFilter");
                continue;
            }

            if (WithoutEffect.Contains(function))
            {
                continue;
            }

            var mapped = scorer is not null ? null : function switch
            {
                "regex" => Pattern(step.GetText("regex_pattern") ?? @"#### (\-?[0-9\.\,]+)", step.GetText("group_select") ?? "0"),
                "multi_choice_regex" when choices => new ScorerSpec("choice-letter"),
                _ => null,
            };
            if (mapped is null)
            {
                notes.Note(node.Line, name, "FilterNotMapped", function);
            }

            scorer ??= mapped;
        }

        return scorer;
    }

    private static ScorerSpec? Pattern(string pattern, string select)
    {
        if (select == "-1")
        {
            return Numbers().IsMatch(pattern) && Digit().IsMatch(pattern) ? new ScorerSpec("numeric", ImmutableSortedDictionary<string, string>.Empty.Add("take", "last")) : null;
        }

        return select == "0" && Named(pattern) is { } named && ScorerSyntax.Known["pattern"].Settings["pattern"].Problem(named) is null
            ? new ScorerSpec("pattern", ImmutableSortedDictionary<string, string>.Empty.Add("pattern", named).Add("case", "keep"))
            : null;
    }

    /// <summary>With the one group that is taken named <c>answer</c>; without a group the whole is. Null where there are several groups.</summary>
    private static string? Named(string pattern)
    {
        var (opened, inClass) = (-1, false);
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\')
            {
                at++;
            }
            else if (inClass)
            {
                inClass = pattern[at] != ']';
            }
            else if (pattern[at] == '[')
            {
                // A bracket that comes first stands for itself.
                inClass = true;
                at += at + 1 < pattern.Length && pattern[at + 1] == ']' ? 1 : 0;
            }
            else if (pattern[at] == '(' && !(at + 1 < pattern.Length && pattern[at + 1] == '?'))
            {
                if (opened >= 0)
                {
                    return null;
                }

                opened = at;
            }
            else if (pattern[at] == '(' && pattern.AsSpan(at).StartsWith("(?P<", StringComparison.Ordinal))
            {
                return null;
            }
        }

        return opened < 0 ? $"(?<answer>{pattern})" : new StringBuilder(pattern).Insert(opened + 1, "?<answer>").ToString();
    }

    // Nothing but what numbers are made of, and the signs of patterns.
    [GeneratedRegex(@"^[-\\$0-9d.,%()\[\]{}|+*?:]+$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"0-9|\\d", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Digit();
}
