using System.Collections.Immutable;
using Workbench.Core.Comparisons;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;

namespace Workbench.Components.Compare;

/// <summary>What this machine has for the models of a comparison.</summary>
/// <param name="bytes">Size of a model's file; null for what takes no memory here.</param>
public sealed class PaceSource(Func<string, long?> bytes, Func<string, bool> isLoaded, Func<long?> available, Func<int> most)
{
    public static PaceSource Of(IModelCatalog catalog, ModelHosts hosts) => new(
        name => catalog.FindPath(name) is { } path && new FileInfo(path) is { Exists: true } file ? file.Length : null,
        name => hosts.State.Current.Find(name) is { IsActive: true },
        ProcessMemory.Available,
        () => hosts.Limits.Hosts);

    public PacePlan Plan(string wish, ImmutableArray<Candidate> candidates) =>
        PacePlan.For(wish, [.. candidates.Select(candidate => candidate.Model).Distinct().Select(model => new PaceModel(model, bytes(model), isLoaded(model)))], available(), most());
}
