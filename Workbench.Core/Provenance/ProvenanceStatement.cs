using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Log;

namespace Workbench.Core.Provenance;

/// <summary>What people state of a model; a field that is not there was not stated.</summary>
/// <param name="Values">By field name; one value where a field takes one.</param>
public sealed record ProvenanceStatement(ImmutableSortedDictionary<string, ImmutableArray<string>> Values, ImmutableArray<LineageLink> Lineage)
{
    public static ProvenanceStatement Empty { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal), []);

    public ImmutableArray<string> this[string field] => Values.GetValueOrDefault(field, []);

    /// <summary>SHA-256 over <see cref="Content"/>, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(ToJson())));

    /// <summary>In canonical form: one line of JSON.</summary>
    public string Content() => System.Text.Encoding.UTF8.GetString(CanonicalJson.Bytes(ToJson()));

    public static ProvenanceStatement FromContent(string content) => StatementReader.Read(JsonNode.Parse(content)!.AsObject(), null, null);

    /// <summary>As <see cref="StatementReader"/> reads it.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (name, values) in Values)
        {
            json[name] = ProvenanceFields.Find(name)!.TakesMany ? new JsonArray([.. values.Select(value => JsonValue.Create(value))]) : values[0];
        }

        if (!Lineage.IsEmpty)
        {
            json[ProvenanceFields.Lineage] = new JsonArray([.. Lineage.Select(Link)]);
        }

        return json;
    }

    /// <summary>Names of the fields that differ.</summary>
    public ImmutableArray<string> ChangedFrom(ProvenanceStatement before) =>
        [.. ProvenanceFields.All.Select(field => field.Name).Where(name => !this[name].SequenceEqual(before[name]) || (name == ProvenanceFields.Lineage && !Lineage.SequenceEqual(before.Lineage)))];

    private static JsonObject Link(LineageLink link)
    {
        var json = new JsonObject { ["kind"] = Word(link.Kind), ["parent"] = link.Parent };
        if (link.Child is not null)
        {
            json["child"] = link.Child;
        }

        if (link.License is not null)
        {
            json["license"] = link.License;
        }

        if (link.IsRoot)
        {
            json["root"] = true;
        }

        return json;
    }

    /// <summary>As files write it: <c>fine-tune</c>.</summary>
    public static string Word(LineageKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
