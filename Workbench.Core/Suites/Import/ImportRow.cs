using System.Collections.Immutable;
using System.Globalization;

namespace Workbench.Core.Suites.Import;

/// <summary>One row of a foreign table, or one object of a foreign list: gives its fields typed, and notes which are taken as what.</summary>
internal sealed class ImportRow(SuiteMap map, ImportNotes notes)
{
    public int Line => map.Line;

    public ImportNotes Notes => notes;

    public IEnumerable<string> Columns => map.Entries.Select(entry => entry.Name.Text);

    /// <returns>Null when the field is not there or empty.</returns>
    public SuiteNode? Find(string name) =>
        map.Entries.FirstOrDefault(entry => entry.Name.Text == name).Value is { } value && value is not (SuiteScalar { IsNull: true } or SuiteScalar { Text: "" }) ? value : null;

    public bool Has(string name) => map.Entries.Any(entry => entry.Name.Text == name);

    public string? Text(string name, string to)
    {
        notes.Take(name, to);
        switch (Find(name))
        {
            case null:
                return null;
            case SuiteScalar scalar:
                return scalar.Text;
            default:
                notes.Report(map.Line, name, "NotText");
                return null;
        }
    }

    /// <summary>A text that has to be there; a problem where it is not.</summary>
    public string? Need(string name, string to)
    {
        var before = notes.Problems.Count;
        var text = Text(name, to);
        if (string.IsNullOrWhiteSpace(text) && notes.Problems.Count == before)
        {
            notes.Report(map.Line, name, "Missing");
        }

        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    public ImmutableArray<string> Texts(string name, string to)
    {
        notes.Take(name, to);
        switch (Find(name))
        {
            case null:
                return [];
            case SuiteScalar scalar:
                return [scalar.Text];
            case SuiteList list when list.Items.All(item => item is SuiteScalar):
                return [.. list.Items.Select(item => ((SuiteScalar)item).Text)];
            default:
                notes.Report(map.Line, name, "NotTexts");
                return [];
        }
    }

    public int? Whole(string name, string to)
    {
        var text = Text(name, to);
        if (text is null || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            return text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);
        }

        notes.Report(map.Line, name, "NotWhole", text);
        return null;
    }

    /// <summary>yes, true and 1, or no, false and 0.</summary>
    public bool? YesNo(string name, string to)
    {
        switch (Text(name, to)?.Trim().ToLowerInvariant())
        {
            case null:
                return null;
            case "true" or "yes" or "1" or "是":
                return true;
            case "false" or "no" or "0" or "否":
                return false;
            case { } other:
                notes.Report(map.Line, name, "NotYesNo", other);
                return null;
        }
    }

    /// <summary>Pairs of all scalars in a mapping; what is nested is kept as JSON.</summary>
    public ImmutableSortedDictionary<string, string> Pairs(string name, string to)
    {
        notes.Take(name, to);
        if (Find(name) is not { } node)
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }

        var pairs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (node is SuiteMap inner)
        {
            foreach (var (key, value) in inner.Entries.Where(entry => entry.Value is not SuiteScalar { IsNull: true }))
            {
                pairs[key.Text] = value is SuiteScalar scalar ? scalar.Text : NodeJson.Write(value);
            }
        }
        else
        {
            notes.Report(map.Line, name, "NotMapping");
        }

        return pairs.ToImmutable();
    }
}
