using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>In which order the models of a run are loaded, so that memory is never exceeded.</summary>
/// <param name="Groups">Models of one group have place beside each other; one group after the other, what is loaded already first.</param>
/// <param name="Elsewhere">Names of candidates that take no memory here: endpoints and null runners.</param>
/// <param name="Refused">Candidates whose model does not fit even alone, or is not there.</param>
/// <param name="Reasons">Why it is not one group; empty when it is.</param>
public sealed record LoadPlan(ImmutableArray<LoadGroup> Groups, ImmutableArray<string> Elsewhere, ImmutableArray<LoadRefusal> Refused, ImmutableArray<Phrase> Reasons)
{
    /// <summary>Free for models now, in bytes by device; empty where nothing tells.</summary>
    public ImmutableArray<Models.Fit.FitDevice> Devices { get; init; } = [];

    /// <summary>Each model by itself, in the order given: for pools that know nothing of memory.</summary>
    public static LoadPlan OneByOne(IEnumerable<Candidate> candidates)
    {
        var all = candidates.ToList();
        return new LoadPlan(
            [.. all.Where(static candidate => !candidate.IsNull).Select(static candidate => new LoadGroup([new PlannedLoad(candidate.Model, [candidate.Name], 0, "", false)]))],
            [.. all.Where(static candidate => candidate.IsNull).Select(static candidate => candidate.Name)],
            [],
            []);
    }
}

/// <summary>Models that are loaded together.</summary>
public sealed record LoadGroup(ImmutableArray<PlannedLoad> Loads);

/// <summary>One model loaded once, for every candidate that differs in prompt, template or settings only.</summary>
/// <param name="Title">As the models page names it.</param>
/// <param name="Candidates">By name.</param>
/// <param name="Bytes">Memory under full load; 0 where it is not known.</param>
/// <param name="Device">Where its layers go.</param>
/// <param name="Loaded">It is loaded now.</param>
public sealed record PlannedLoad(string Title, ImmutableArray<string> Candidates, long Bytes, string Device, bool Loaded);

/// <summary>A candidate that cannot be asked.</summary>
public sealed record LoadRefusal(string Candidate, Phrase Reason);
