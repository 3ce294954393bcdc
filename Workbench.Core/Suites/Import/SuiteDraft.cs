using System.Collections.Immutable;
using Workbench.Core.Inference;

namespace Workbench.Core.Suites.Import;

/// <summary>What was read of a foreign file, before it is a suite.</summary>
internal sealed record SuiteDraft(string Format, string Language, IReadOnlyList<Sample> Samples)
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? License { get; init; }

    public string? Region { get; init; }

    public int Repeats { get; init; } = 1;

    public GenerateSettings Settings { get; init; } = new();

    public ImmutableArray<ScorerSpec> Scorers { get; init; } = [];

    public ImmutableArray<FewShot> FewShot { get; init; } = [];
}
