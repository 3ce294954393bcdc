using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>One mapping of a suite file: gives its fields typed and notes what is wrong with each, by line and full name.</summary>
/// <param name="path">Full name of the mapping, for example <c>samples[3]</c>; empty for the file itself.</param>
internal sealed class SuiteFields(SuiteMap map, string path, string file, List<InputProblem> problems)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public int Line => map.Line;

    public SuiteNode? Find(string name)
    {
        _known.Add(name);
        return map.Entries.FirstOrDefault(entry => entry.Name.Text == name).Value is { } value and not SuiteScalar { IsNull: true } ? value : null;
    }

    public string? Text(string name, bool required = false)
    {
        switch (Find(name))
        {
            case null:
                if (required)
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

    public int? Whole(string name, int least, int most = int.MaxValue)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        Report(name, "NotWhole", text, Invariant(least), Invariant(most));
        return null;
    }

    public double? Number(string name, double least, double most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

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
                return new SuiteFields(child, Join(name), file, problems);
            case { } other:
                Report(other.Line, name, "NotMapping");
                return null;
        }
    }

    /// <summary>The scalar entries of a mapping whose names are free.</summary>
    public ImmutableSortedDictionary<string, string> Scalars(string name)
    {
        if (Child(name) is not { } child)
        {
            return ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        }

        var entries = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in child.Names)
        {
            if (child.Text(entry) is { } text)
            {
                entries[entry] = text;
            }
        }

        child.RefuseOthers();
        return entries.ToImmutable();
    }

    public IEnumerable<string> Names => map.Entries.Select(entry => entry.Name.Text);

    /// <summary>Call after all fields were read: every other one is a problem, so that a misspelt field never goes without effect.</summary>
    public void RefuseOthers()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, _) in map.Entries)
        {
            if (!seen.Add(name.Text))
            {
                Report(name.Line, name.Text, "FieldTwice");
            }
            else if (!_known.Contains(name.Text))
            {
                var hint = NearestName.Of(name.Text, _known) is { } near
                    ? new Phrase("Suites.DidYouMean", near)
                    : new Phrase("Suites.KnownFields", string.Join(", ", _known.Order(StringComparer.Ordinal)));
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
}
