using Workbench.Core.Inference;

namespace Workbench.Components.Runs;

/// <summary>A candidate while its form is open.</summary>
public sealed class CandidateDraft(string model)
{
    public string Model { get; set; } = model;

    /// <summary>Empty takes the model's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Empty leaves the suite's own in place.</summary>
    public string System { get; set; } = "";

    /// <summary>Null takes the suite's settings.</summary>
    public GenerateSettings? Settings { get; set; }

    /// <summary>Adapters and template of a known candidate; empty and null for one made here.</summary>
    public System.Collections.Immutable.ImmutableArray<AdapterUse> Adapters { get; init; } = [];

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

    public bool IsNull => Model.StartsWith("null:", StringComparison.Ordinal);

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
