using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>What differs between two packs, most often versions of one: by clause id, field by field.</summary>
/// <param name="Fields">Of the packs themselves.</param>
/// <param name="Added">Clauses that only the second has, in its order.</param>
/// <param name="Removed">Clauses that only the first has, in its order.</param>
/// <param name="Changed">Clauses that both have with other content, in the second's order.</param>
/// <param name="Same">Number of clauses that are alike.</param>
public sealed record PackDifference(ImmutableArray<FieldChange> Fields, ImmutableArray<Clause> Added, ImmutableArray<Clause> Removed, ImmutableArray<ClauseChange> Changed, int Same)
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsEmpty => Fields.IsEmpty && Added.IsEmpty && Removed.IsEmpty && Changed.IsEmpty;

    public static PackDifference Of(PolicyPack before, PolicyPack after)
    {
        var old = before.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        var ids = after.Clauses.Select(clause => clause.Id).ToHashSet(StringComparer.Ordinal);
        var (first, second) = (Members(before), Members(after));
        ImmutableArray<ClauseChange> changed =
        [
            .. after.Clauses.Where(clause => old.ContainsKey(clause.Id)).Select(clause => new ClauseChange(old[clause.Id], clause, Changes(first.Clauses[clause.Id], second.Clauses[clause.Id])))
                .Where(change => !change.Fields.IsEmpty),
        ];
        return new PackDifference(
            Changes(first.Pack, second.Pack),
            [.. after.Clauses.Where(clause => !old.ContainsKey(clause.Id))],
            [.. before.Clauses.Where(clause => !ids.Contains(clause.Id))],
            changed,
            after.Clauses.Count(clause => old.ContainsKey(clause.Id)) - changed.Length);
    }

    private static (JsonObject Pack, Dictionary<string, JsonObject> Clauses) Members(PolicyPack pack)
    {
        var members = JsonNode.Parse(pack.Content())!.AsObject();
        var clauses = members["clauses"]!.AsArray().Select(clause => clause!.AsObject()).ToDictionary(clause => (string)clause["id"]!, StringComparer.Ordinal);
        members.Remove("clauses");
        return (Flat(members), clauses.ToDictionary(clause => clause.Key, clause => Flat(clause.Value), StringComparer.Ordinal));
    }

    // A wording changes in one language at a time.
    private static JsonObject Flat(JsonObject members) =>
        new(members.SelectMany(member => member.Value is JsonObject parts ? Flat(parts).Select(part => KeyValuePair.Create($"{member.Key}.{part.Key}", part.Value)) : [member]).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    private static ImmutableArray<FieldChange> Changes(JsonObject before, JsonObject after) =>
    [
        .. before.Select(member => member.Key).Union(after.Select(member => member.Key), StringComparer.Ordinal)
            .Where(name => before[name]?.ToJsonString() != after[name]?.ToJsonString())
            .Select(name => new FieldChange(name, Text(before[name]), Text(after[name]))),
    ];

    private static string? Text(JsonNode? value) => value switch
    {
        null => null,
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        _ => value.ToJsonString(Options),
    };
}

public sealed record ClauseChange(Clause Before, Clause After, ImmutableArray<FieldChange> Fields);
