using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbench.Core.Suites.Import;

/// <summary>A row of a promptfoo table of tests as the test it stands for: columns are variables, but for those that begin with two underscores.</summary>
internal static partial class PromptfooCells
{
    public static SuiteMap Test(SuiteMap row)
    {
        var filled = row.Entries.Where(entry => entry.Value is SuiteScalar { Text.Length: > 0 }).Select(entry => (Name: entry.Name.Text, ((SuiteScalar)entry.Value).Text)).ToList();
        var entries = new List<(SuiteScalar, SuiteNode)>
        {
            (Name("vars"), Map(filled.Where(cell => !cell.Name.StartsWith("__", StringComparison.Ordinal)).Select(cell => (cell.Name, (SuiteNode)Value(cell.Text))))),
            (Name("assert"), new SuiteList([.. filled.Where(cell => Expected().IsMatch(cell.Name)).Select(cell => Assert(cell.Text))], row.Line)),
            (Name("metadata"), Map(filled.Where(cell => cell.Name.StartsWith("__metadata:", StringComparison.Ordinal)).Select(cell => (cell.Name["__metadata:".Length..], (SuiteNode)Value(cell.Text))))),
        };
        foreach (var (name, text) in filled.Where(cell => cell.Name.StartsWith("__", StringComparison.Ordinal) && !Expected().IsMatch(cell.Name) && !cell.Name.StartsWith("__metadata:", StringComparison.Ordinal)))
        {
            // Only the description has a place in a test; the others are noted there under their own names.
            entries.Add((Name(name == "__description" ? "description" : name), Value(text)));
        }

        return new SuiteMap(entries, row.Line);

        SuiteScalar Name(string name) => new(name, row.Line, false, false);

        SuiteScalar Value(string text) => new(text, row.Line, false, false);

        SuiteMap Map(IEnumerable<(string Name, SuiteNode Value)> pairs) => new([.. pairs.Select(pair => (Name(pair.Name), pair.Value))], row.Line);

        SuiteMap Assert(string cell)
        {
            var typed = Typed().Match(cell);
            if (!typed.Success)
            {
                return Map([("type", Value("equals")), ("value", Value(cell))]);
            }

            var pairs = new List<(string, SuiteNode)> { ("type", Value(typed.Groups["type"].Value)) };
            if (typed.Groups["threshold"].Success)
            {
                pairs.Add(("threshold", Value(typed.Groups["threshold"].Value)));
            }

            if (typed.Groups["value"].Value.Trim() is { Length: > 0 } value)
            {
                pairs.Add(("value", Value(value)));
            }

            return Map(pairs);
        }
    }

    [GeneratedRegex("^__expected[0-9]*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Expected();

    [GeneratedRegex(@"^(?<type>not-[a-z-]+|equals|i?contains(-any|-all|-json)?|regex|starts-with|is-json|latency|cost|llm-rubric|similar|factuality|javascript|python|levenshtein|rouge-n|webhook|model-graded-[a-z]+)(\((?<threshold>[0-9.]+)\))?(:(?<value>.*))?$", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Typed();
}
