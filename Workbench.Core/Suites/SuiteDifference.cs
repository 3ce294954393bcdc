using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Core.Suites;

/// <summary>What differs between two suites, most often versions of one: by sample id, field by field.</summary>
/// <param name="Fields">Of the suites themselves.</param>
/// <param name="Added">Samples that only the second has, in its order.</param>
/// <param name="Removed">Samples that only the first has, in its order.</param>
/// <param name="Changed">Samples that both have with other content, in the second's order.</param>
/// <param name="Same">Number of samples that are alike.</param>
/// <param name="IsReordered">The samples that both have stand in another order.</param>
public sealed record SuiteDifference(
    ImmutableArray<FieldChange> Fields,
    ImmutableArray<Sample> Added,
    ImmutableArray<Sample> Removed,
    ImmutableArray<SampleChange> Changed,
    int Same,
    bool IsReordered)
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsEmpty => Fields.IsEmpty && Added.IsEmpty && Removed.IsEmpty && Changed.IsEmpty && !IsReordered;

    public static SuiteDifference Of(PromptSuite before, PromptSuite after)
    {
        var old = before.Samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        var kept = after.Samples.Where(sample => old.ContainsKey(sample.Id)).ToList();
        var ids = after.Samples.Select(sample => sample.Id).ToHashSet(StringComparer.Ordinal);
        var changed = kept.Select(sample => new SampleChange(old[sample.Id], sample, Changes(Members(old[sample.Id], before), Members(sample, after)))).Where(change => !change.Fields.IsEmpty);
        ImmutableArray<SampleChange> changes = [.. changed];
        return new SuiteDifference(
            Changes(Members(before), Members(after)),
            [.. after.Samples.Where(sample => !old.ContainsKey(sample.Id))],
            [.. before.Samples.Where(sample => !ids.Contains(sample.Id))],
            changes,
            kept.Count - changes.Length,
            !kept.Select(sample => sample.Id).SequenceEqual(before.Samples.Select(sample => sample.Id).Where(ids.Contains), StringComparer.Ordinal));
    }

    private static JsonObject Members(PromptSuite suite)
    {
        var members = JsonNode.Parse(SuiteCanonical.Write(suite with { Samples = [] }))!.AsObject();
        members.Remove("samples");
        var generate = members["generate"]!.AsObject();
        members.Remove("generate");
        foreach (var (name, value) in generate)
        {
            members[$"generate.{name}"] = value?.DeepClone();
        }

        return members;
    }

    // With what it takes from its suite written out, so that a sample counts as changed when that changed for it.
    private static JsonObject Members(Sample sample, PromptSuite suite)
    {
        var members = JsonNode.Parse(SuiteCanonical.Write(sample, suite))!.AsObject();
        foreach (var (name, value) in new[] { ("language", sample.Language), ("region", sample.Region), ("jurisdiction", sample.Jurisdiction), ("fieldOfUse", sample.FieldOfUse) })
        {
            members.Remove(name);
            if (value is not null)
            {
                members[name] = value;
            }
        }

        return members;
    }

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
        JsonArray texts when texts.All(static text => text is JsonValue) => string.Join('\n', texts.Select(Text)),
        _ => value.ToJsonString(Options),
    };
}

/// <summary>A field with other content; of a list of texts, one a line.</summary>
/// <param name="Before">Null when the field was not there.</param>
/// <param name="After">Null when it is there no longer.</param>
public sealed record FieldChange(string Name, string? Before, string? After);

public sealed record SampleChange(Sample Before, Sample After, ImmutableArray<FieldChange> Fields);
