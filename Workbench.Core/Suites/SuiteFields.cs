using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>One mapping of a suite file: gives its fields typed and notes what is wrong with each, by line and full name.</summary>
/// <param name="form">Which fields there are, and their bounds.</param>
/// <param name="path">Full name of the mapping, for example <c>samples[3]</c>; empty for the file itself.</param>
internal sealed class SuiteFields(SuiteMap map, SuiteForm form, string path, string file, List<InputProblem> problems)
{
    public int Line => map.Line;

    public string File => file;

    public List<InputProblem> Problems => problems;

    public SuiteNode? Find(string name)
    {
        _ = form[name];
        foreach (var entry in map.Entries)
        {
            if (entry.Name.Text == name)
            {
                return entry.Value is SuiteScalar { IsNull: true } ? null : entry.Value;
            }
        }

        return null;
    }

    public string? Text(string name)
    {
        switch (Find(name))
        {
            case null:
                if (form[name].Required)
                {
                    Report(Line, name, "Missing");
                }

                return null;
            case SuiteScalar scalar:
                return scalar.Text;
            case { } other:
                Report(other.Line, name, "NotText");
                return null;
        }
    }

    /// <summary>A text of the field's form; <paramref name="problem"/> is told otherwise.</summary>
    public string? Formed(string name, string problem)
    {
        var text = Text(name);
        if (text is not null && form[name].Pattern is { } pattern && (text.EndsWith('\n') || !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)))
        {
            Report(name, problem, text);
        }

        return text;
    }

    public long? Whole(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var (least, most) = (form[name].Least, form[name].Most);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        Report(name, "NotWhole", text, Invariant(least), Invariant(most));
        return null;
    }

    public double? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var (least, most) = (form[name].Least, form[name].Most);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        Report(name, "NotNumber", text, Invariant(least), Invariant(most));
        return null;
    }

    public bool? YesNo(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (text is "true" or "false")
        {
            return text == "true";
        }

        Report(name, "NotYesNo", text);
        return null;
    }

    /// <summary>Texts by language; empty for a single text and for none.</summary>
    public ImmutableSortedDictionary<string, string> Worded(string name)
    {
        if (Find(name) is not SuiteMap words)
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }

        foreach (var (language, _) in words.Entries.Where(entry => !Regex.IsMatch(entry.Name.Text, form[name].Pattern!, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)))
        {
            Report(language.Line, $"{name}.{language.Text}", "LanguageForm", language.Text);
        }

        return Pairs(name);
    }

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        switch (Find(name))
        {
            case null:
                return [];
            case SuiteScalar scalar:
                return [scalar.Text];
            case SuiteList list when list.Items.All(item => item is SuiteScalar { IsNull: false }):
                return [.. list.Items.Select(item => ((SuiteScalar)item).Text)];
            case { } other:
                Report(other.Line, name, "NotTexts");
                return [];
        }
    }

    public SuiteFields? Child(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case SuiteMap child:
                return new SuiteFields(child, form[name].Of!, Join(name), file, problems);
            case { } other:
                Report(other.Line, name, "NotMapping");
                return null;
        }
    }

    /// <summary>The mappings of a list; null when the field is not there.</summary>
    public IReadOnlyList<SuiteFields>? Children(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case SuiteList list:
                var children = new List<SuiteFields>(list.Items.Count);
                foreach (var (index, item) in list.Items.Index())
                {
                    var each = string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]");
                    if (item is SuiteMap child)
                    {
                        children.Add(new SuiteFields(child, form[name].Of!, Join(each), file, problems));
                    }
                    else
                    {
                        Report(item.Line, each, "NotMapping");
                    }
                }

                return children;
            case { } other:
                Report(other.Line, name, "NotList");
                return null;
        }
    }

    /// <summary>The texts of a mapping whose names are free.</summary>
    public ImmutableSortedDictionary<string, string> Pairs(string name)
    {
        if (Find(name) is not { } node)
        {
            return PromptSuite.NoPairs;
        }

        if (node is not SuiteMap entries)
        {
            Report(node.Line, name, "NotMapping");
            return PromptSuite.NoPairs;
        }

        var pairs = PromptSuite.NoPairs.ToBuilder();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (entry, value) in entries.Entries)
        {
            if (!seen.Add(entry.Text))
            {
                Report(entry.Line, $"{name}.{entry.Text}", "FieldTwice");
            }
            else if (value is SuiteScalar { IsNull: false } scalar)
            {
                pairs[entry.Text] = scalar.Text;
            }
            else if (value is not SuiteScalar)
            {
                Report(value.Line, $"{name}.{entry.Text}", "NotText");
            }
        }

        return pairs.ToImmutable();
    }

    /// <summary>Every field that the format does not have is a problem, so that a misspelt one never goes without effect.</summary>
    public void RefuseOthers()
    {
        for (var at = 0; at < map.Entries.Count; at++)
        {
            var name = map.Entries[at].Name;
            if (IsBefore(name.Text, at))
            {
                Report(name.Line, name.Text, "FieldTwice");
            }
            else if (!form.Has(name.Text))
            {
                var hint = NearestName.Of(name.Text, form.Names) is { } near
                    ? new Phrase("Suites.DidYouMean", near)
                    : new Phrase("Suites.KnownFields", string.Join(", ", form.Names));
                problems.Add(new InputProblem(new Phrase("Suites.UnknownField", name.Text), file, name.Line, Join(name.Text), hint));
            }
        }
    }

    public void Report(string name, string problem, params string[] arguments) => Report(Find(name)?.Line ?? Line, name, problem, arguments);

    public void Report(int line, string name, string problem, params string[] arguments) =>
        problems.Add(new InputProblem(new Phrase($"Suites.{problem}", arguments), file, line, Join(name)));

    public void ReportWithHint(int line, string name, Phrase problem, Phrase hint) => problems.Add(new InputProblem(problem, file, line, Join(name), hint));

    public string Join(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Invariant(double number) => number.ToString(CultureInfo.InvariantCulture);

    // Mappings are short; a hostile one with a million names must not cost their square.
    private bool IsBefore(string name, int at)
    {
        if (map.Entries.Count > 64)
        {
            _seen ??= new HashSet<string>(StringComparer.Ordinal);
            return !_seen.Add(name);
        }

        for (var earlier = 0; earlier < at; earlier++)
        {
            if (map.Entries[earlier].Name.Text == name)
            {
                return true;
            }
        }

        return false;
    }

    private HashSet<string>? _seen;
}
