using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbench.Core.Language;

namespace Workbench.Core.Provenance;

/// <summary>Reads what is stated of a model from JSON: texts by field, lists where a field takes several, <c>lineage</c> as objects; null takes a statement back.</summary>
public sealed partial class StatementReader
{
    private const int LongestText = 500;
    private const int LongestLongText = 20_000;
    private const int MostItems = 200;

    private readonly string? _file;
    private readonly LicenceCatalog? _catalog;
    private readonly List<InputProblem> _problems = [];

    private StatementReader(string? file, LicenceCatalog? catalog) => (_file, _catalog) = (file, catalog);

    /// <param name="catalog">Whose uses and obligations are known; null takes any id, for what was kept.</param>
    /// <exception cref="InputException">Everything that is wrong, by field.</exception>
    public static ProvenanceStatement Read(JsonObject json, string? file, LicenceCatalog? catalog)
    {
        var reader = new StatementReader(file, catalog);
        var values = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        ImmutableArray<LineageLink> lineage = [];
        foreach (var (name, node) in json)
        {
            if (ProvenanceFields.Find(name) is not { } field)
            {
                reader.Report(name, "UnknownField", name, string.Join(", ", ProvenanceFields.All.Select(each => each.Name)));
            }
            else if (node is not null && field.Form == FieldForm.Lineage)
            {
                lineage = reader.Links(node);
            }
            else if (node is not null && reader.Values(field, node) is { IsEmpty: false } read)
            {
                values[name] = read;
            }
        }

        return reader._problems.Count == 0 ? new ProvenanceStatement(values.ToImmutable(), lineage) : throw new InputException([.. reader._problems]);
    }

    /// <summary>What was stated, with what the JSON names put in its place (RFC 7396): null takes a field back, what is not named stays.</summary>
    /// <exception cref="InputException">Everything that is wrong, by field.</exception>
    public static ProvenanceStatement Merge(ProvenanceStatement before, JsonObject patch, string? file, LicenceCatalog catalog)
    {
        var json = before.ToJson();
        foreach (var (name, node) in patch)
        {
            json[name] = node?.DeepClone();
        }

        return Read(json, file, catalog);
    }

    private ImmutableArray<string> Values(ProvenanceField field, JsonNode node)
    {
        var texts = node switch
        {
            JsonValue one when one.GetValueKind() == JsonValueKind.String => [Said(one)],
            JsonArray many when field.TakesMany && many.All(each => each?.GetValueKind() == JsonValueKind.String) => many.Select(each => Said(each!)).ToList(),
            _ => null,
        };
        if (texts is null)
        {
            Report(field.Name, field.TakesMany ? "NotTexts" : "NotText");
            return [];
        }

        ImmutableArray<string> given = [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0)];
        if (given.Length > MostItems)
        {
            Report(field.Name, "TooMany", Text(MostItems));
        }

        foreach (var text in given)
        {
            Check(field, text);
        }

        return field.TakesMany ? [.. given.Distinct(StringComparer.Ordinal)] : given;
    }

    private void Check(ProvenanceField field, string text)
    {
        var longest = field.Form == FieldForm.LongText ? LongestLongText : LongestText;
        if (text.Length > longest)
        {
            Report(field.Name, "TooLong", Text(longest));
        }
        else if (text.Any(each => char.IsControl(each) && !(field.Form == FieldForm.LongText && each is '\n' or '\r' or '\t')) || HasLoneSurrogate(text))
        {
            Report(field.Name, "Unprintable");
        }
        else if (Wrong(field, text) is { } wrong)
        {
            _problems.Add(new InputProblem(wrong, _file, Field: field.Name));
        }
    }

    private Phrase? Wrong(ProvenanceField field, string text) => field.Form switch
    {
        FieldForm.Country => Countries.IsKnown(text) ? null : new Phrase("Provenance.NotCountry", text),
        FieldForm.Choice => field.Choices.Contains(text) ? null : new Phrase("Provenance.NotOneOf", text, string.Join(", ", field.Choices)),
        FieldForm.Date => IsDate(text) ? null : new Phrase("Provenance.NotDate", text),
        FieldForm.Languages => LanguageTag().IsMatch(text) ? null : new Phrase("Provenance.NotLanguage", text),
        FieldForm.Uses when _catalog is not null => NotKnown(text, _catalog.Uses),
        FieldForm.Obligations when _catalog is not null => NotKnown(text, _catalog.Obligations),
        _ => null,
    };

    private static Phrase? NotKnown(string id, ImmutableArray<LicenceTerm> terms) =>
        terms.Any(term => term.Id == id) ? null : new Phrase("Provenance.NotOneOf", id, string.Join(", ", terms.Select(term => term.Id)));

    private ImmutableArray<LineageLink> Links(JsonNode node)
    {
        if (node is not JsonArray array || array.Count > MostItems)
        {
            Report(ProvenanceFields.Lineage, node is JsonArray ? "TooMany" : "NotLinks", Text(MostItems));
            return [];
        }

        var links = ImmutableArray.CreateBuilder<LineageLink>();
        foreach (var (index, each) in array.Index())
        {
            if (each is JsonObject link && Link(link, $"lineage[{index}]") is { } read)
            {
                links.Add(read);
            }
            else if (each is not JsonObject)
            {
                Report($"lineage[{index}]", "NotLinks");
            }
        }

        return links.ToImmutable();
    }

    private LineageLink? Link(JsonObject link, string field)
    {
        foreach (var (name, _) in link.Where(member => member.Key is not ("kind" or "parent" or "child" or "license" or "root")))
        {
            Report($"{field}.{name}", "UnknownField", name, "kind, parent, child, license, root");
        }

        var (kind, parent) = (LinkText(link, field, "kind", required: true), LinkText(link, field, "parent", required: true));
        var (child, license) = (LinkText(link, field, "child", required: false), LinkText(link, field, "license", required: false));
        LineageKind? known = kind is null ? null : Enum.GetValues<LineageKind>().Select(each => (LineageKind?)each).FirstOrDefault(each => ProvenanceStatement.Word(each!.Value) == kind);
        if (kind is not null && known is null)
        {
            Report($"{field}.kind", "NotOneOf", kind, string.Join(", ", Enum.GetValues<LineageKind>().Select(ProvenanceStatement.Word)));
        }

        var root = link["root"];
        if (root is not null && root.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
        {
            Report($"{field}.root", "NotYesNo");
        }

        return known is { } found && parent is not null ? new LineageLink(found, parent, child, license, root?.GetValueKind() == JsonValueKind.True) : null;
    }

    private string? LinkText(JsonObject link, string field, string name, bool required)
    {
        var text = link[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? Said(value).Trim() : null;
        if (text is null ? required || link[name] is not null : text.Length > LongestText || text.Any(char.IsControl) || HasLoneSurrogate(text))
        {
            Report($"{field}.{name}", text is null ? "NotText" : "TooLong", Text(LongestText));
            return null;
        }

        if (required && text!.Length == 0)
        {
            Report($"{field}.{name}", "NotText");
            return null;
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static string Said(JsonNode value)
    {
        try
        {
            return value.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            // Escapes that make half a pair: refused below as what can't be shown.
            return "\uD800";
        }
    }

    private static bool IsDate(string text) => text.Length switch
    {
        4 => DateOnly.TryParseExact(text, "yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        7 => DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
    };

    // Half a pair has no form as UTF-8, so neither the log nor the database could keep it.
    private static bool HasLoneSurrogate(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                return true;
            }
        }

        return false;
    }

    private void Report(string field, string key, params string[] arguments) => _problems.Add(new InputProblem(new Phrase($"Provenance.{key}", arguments), _file, Field: field));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    private static partial Regex LanguageTag();
}
