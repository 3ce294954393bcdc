using System.Collections.Immutable;
using Workbench.Core.Suites;

namespace Workbench.Components.Runs.Outputs;

/// <summary>A scorer while somebody chooses it and its settings.</summary>
public sealed class ScorerDraft(string kind)
{
    public string Kind { get; private set; } = kind;

    /// <summary>Texts by setting; empty ones are left out.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public ScorerSyntax? Syntax => ScorerSyntax.Known.GetValueOrDefault(Kind);

    public static ScorerDraft Of(ScorerSpec spec)
    {
        var draft = new ScorerDraft(spec.Kind);
        foreach (var (name, value) in spec.Settings)
        {
            draft.Settings[name] = value;
        }

        return draft;
    }

    /// <summary>Another kind has other settings.</summary>
    public void Become(string kind)
    {
        Kind = kind;
        Settings.Clear();
    }

    public ScorerSpec Spec() => new(Kind, Settings.Where(pair => pair.Value.Trim().Length > 0).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Trim(), StringComparer.Ordinal));
}
