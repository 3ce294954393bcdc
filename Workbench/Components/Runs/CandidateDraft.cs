using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Core.Inference;

namespace Workbench.Components.Runs;

/// <summary>A candidate while its form is open.</summary>
public sealed class CandidateDraft(string model)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Model { get; set; } = model;

    /// <summary>Empty takes the model's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Empty leaves the suite's own in place.</summary>
    public string System { get; set; } = "";

    /// <summary>Null takes the suite's settings.</summary>
    public GenerateSettings? Settings { get; set; }

    /// <summary>Adapters and template of a known candidate; empty and null for one made here.</summary>
    public ImmutableArray<AdapterUse> Adapters { get; init; } = [];

    public string? Template { get; init; }

    /// <summary>A form filled with a known candidate: unchanged, it is the same candidate.</summary>
    public static CandidateDraft Of(KnownCandidate known) => new(known.Candidate.Model)
    {
        Name = known.Shown,
        System = known.Candidate.SystemPrompt ?? "",
        Settings = known.Candidate.Settings,
        Adapters = known.Candidate.Adapters,
        Template = known.Candidate.Template,
    };

    /// <summary>As an address has it: the model's name alone, or JSON where there is more to it.</summary>
    public string Text => Name.Length == 0 && System.Length == 0 && Settings is null && Adapters.IsEmpty && Template is null
        ? Model
        : JsonSerializer.Serialize(new Parts(Model, Empty(Name), Empty(System), Settings, Adapters.IsEmpty ? null : Adapters, Template), Options);

    /// <summary>What an address says of a candidate; what is no such text is taken for a model's name.</summary>
    public static CandidateDraft Parse(string text)
    {
        try
        {
            if (text.StartsWith('{') && JsonSerializer.Deserialize<Parts>(text, Options) is { M: { Length: > 0 } model } parts)
            {
                return new CandidateDraft(model) { Name = parts.N ?? "", System = parts.S ?? "", Settings = parts.G, Adapters = parts.A ?? [], Template = parts.T };
            }
        }
        catch (JsonException)
        {
            // Shown as a model that is not there.
        }

        return new CandidateDraft(text);
    }

    public bool IsNull => Model.StartsWith("null:", StringComparison.Ordinal);

    private static string? Empty(string text) => text.Length == 0 ? null : text;

    private sealed record Parts(string? M, string? N, string? S, GenerateSettings? G, ImmutableArray<AdapterUse>? A, string? T);

    /// <summary>The candidates as the run will name them: what nobody named has its model's name, a second one of that name a number.</summary>
    public static IEnumerable<Candidate> Named(IEnumerable<CandidateDraft> drafts)
    {
        var taken = drafts.Select(draft => draft.Name.Trim()).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var draft in drafts)
        {
            var name = draft.Name.Trim();
            for (var number = 1; name.Length == 0; number++)
            {
                var free = number == 1 ? draft.Model : $"{draft.Model} #{number}";
                name = taken.Add(free) ? free : "";
            }

            yield return new Candidate(name, draft.Model, string.IsNullOrWhiteSpace(draft.System) ? null : draft.System.Trim(), draft.Settings, draft.Adapters, draft.Template);
        }
    }
}
