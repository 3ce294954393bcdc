using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbench.Core.Suites.Import;

/// <summary>Assertions of promptfoo as scorers. A sample has one list of targets and each kind of scorer once; what does not fit is noted.</summary>
internal sealed class PromptfooAsserts(ImportNotes notes, Func<string, string?> value)
{
    private static readonly (string, string)[] AsWritten = [("case", "keep"), ("punctuation", "keep"), ("articles", "keep")];

    public List<ScorerSpec> Scorers { get; } = [];

    public ImmutableArray<string> Targets { get; private set; } = [];

    public void AddAll(IReadOnlyList<SuiteNode> asserts, string field)
    {
        foreach (var (at, node) in asserts.Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{field}[{at}]");
            if (node is not SuiteMap map || map.GetText("type") is not { } type)
            {
                notes.Report(node.Line, name, "NotAssertion");
                continue;
            }

            foreach (var (extra, _) in map.Entries.Where(entry => entry.Name.Text is not ("type" or "value" or "threshold")))
            {
                notes.Note(extra.Line, $"{name}.{extra.Text}", "FieldNotMapped");
            }

            if (!Add(type, map, name))
            {
                notes.Note(node.Line, name, "AssertNotMapped", type);
            }
        }
    }

    private bool Add(string type, SuiteMap map, string field)
    {
        ImmutableArray<string> values = [.. map.Get("value").Items().Select(Filled).OfType<string>()];
        var single = map.Get("value") is SuiteMap ? null : values is [var only] ? only : null;
        switch (type)
        {
            case "equals" when single is not null:
                return Aim([single], "exact", AsWritten);
            case "contains" when single is not null:
                return Aim([single], "includes", [("match", "anywhere"), .. AsWritten]);
            case "icontains" when single is not null:
                return Aim([single], "includes", [("match", "anywhere"), ("punctuation", "keep"), ("articles", "keep")]);
            case "contains-any" when !values.IsEmpty:
                return Aim(Parts(values), "includes", [("match", "anywhere"), .. AsWritten]);
            case "icontains-any" when !values.IsEmpty:
                return Aim(Parts(values), "includes", [("match", "anywhere"), ("punctuation", "keep"), ("articles", "keep")]);
            case "icontains-all" or "contains-all" when !values.IsEmpty && !values.Any(text => text.Contains('|', StringComparison.Ordinal)):
                if (type == "contains-all")
                {
                    notes.Note(map.Line, field, "CaseIgnored", type);
                }

                return Put("instruction", ("include", string.Join('|', Parts(values))));
            case "regex" when single is not null:
                return Put("pattern", ("pattern", single));
            case "starts-with" when single is not null:
                return Put("pattern", ("pattern", "^" + Regex.Escape(single)));
            case "is-json" when map.Get("value") is null:
                return Put("json-schema", ("fence", "refuse"));
            case "is-json" when map.Get("value") is SuiteMap schema:
                return Put("json-schema", ("schema", NodeJson.Write(schema)), ("fence", "refuse"));
            case "latency" when map.GetNumber("threshold") is { } milliseconds and >= 0:
                return Put("latency", ("most", (milliseconds / 1000).ToString(CultureInfo.InvariantCulture)));
            default:
                return false;
        }
    }

    // A text may list several, set apart by commas, as in a cell of a table.
    private static ImmutableArray<string> Parts(ImmutableArray<string> values) => values is [var one] ? TruthfulFormats.Distinct(one.Split(',')) : values;

    private string? Filled(SuiteNode node) => node.AsText() is var text && text.StartsWith("file://", StringComparison.Ordinal) ? null : BraceTemplate.HasPlaces(text) ? BraceTemplate.Fill(text, value, out _) : text;

    private bool Aim(ImmutableArray<string> targets, string kind, params (string, string)[] settings)
    {
        if (targets.IsEmpty || (!Targets.IsEmpty && !Targets.SequenceEqual(targets)) || !Put(kind, settings))
        {
            return false;
        }

        Targets = targets;
        return true;
    }

    private bool Put(string kind, params (string Name, string Text)[] settings)
    {
        var known = ScorerSyntax.Known[kind].Settings;
        if (Scorers.Any(scorer => scorer.Kind == kind) || settings.Any(setting => !known.TryGetValue(setting.Name, out var syntax) || syntax.Problem(setting.Text) is not null))
        {
            return false;
        }

        Scorers.Add(new ScorerSpec(kind, settings.ToImmutableSortedDictionary(setting => setting.Name, setting => setting.Text, StringComparer.Ordinal)));
        return true;
    }
}
