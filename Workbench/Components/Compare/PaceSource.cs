using System.Collections.Immutable;
using Workbench.Core.Comparisons;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;

namespace Workbench.Components.Compare;

/// <summary>What this machine has for the models of a comparison.</summary>
/// <param name="bytes">What a model takes once loaded; null for what takes no memory here.</param>
public sealed class PaceSource(Func<string, long?> bytes, Func<string, bool> isLoaded, Func<long?> available, Func<int> most)
{
    public static PaceSource Of(ModelCatalog catalog, ModelHosts hosts) => new(
        name => catalog.Scan().FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase)) is { } model ? HostFit.Estimate(model, HostSpec.Default)?.Total : null,
        name => hosts.State.Current.Find(name) is { IsActive: true },
        ProcessMemory.Available,
        () => hosts.Limits.Hosts);

    public PacePlan Plan(string wish, ImmutableArray<Candidate> candidates) =>
        PacePlan.For(wish, [.. candidates.Select(candidate => candidate.Model).Distinct().Select(model => new PaceModel(model, bytes(model), isLoaded(model)))], available(), most());
}
