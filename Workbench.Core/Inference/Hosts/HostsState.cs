using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>Every model that was asked for since the workbench started.</summary>
public sealed record HostsState(ImmutableArray<HostState> Hosts)
{
    public static HostsState Empty { get; } = new([]);

    /// <summary>Memory of all hosts in bytes.</summary>
    public long MemoryBytes => Hosts.Sum(static host => host.MemoryBytes ?? 0);

    /// <returns>Null for a model that was never asked for.</returns>
    public HostState? Find(string name) => Hosts.FirstOrDefault(host => host.Name == name);
}

/// <summary>One model and the process that runs it.</summary>
/// <param name="Name">The catalogued name or the path it was asked for by; with <c> (exact)</c> in reproducible mode.</param>
/// <param name="Path">Full path of the GGUF file.</param>
/// <param name="Threads">Decoding threads it has now.</param>
/// <param name="Spec">What it was asked to be loaded with.</param>
/// <param name="ProcessId">Null while no process runs.</param>
/// <param name="LoadedAt">When it last became ready.</param>
/// <param name="MemoryBytes">Resident memory; null while no process runs or where the system does not tell.</param>
/// <param name="TokensPerSecond">All its sequences together, now; null when idle or not told.</param>
/// <param name="Requests">Requests of this workbench that it is answering.</param>
/// <param name="Sequences">Sequences it is decoding, requests of others included.</param>
/// <param name="Restarts">How often it was restarted since it was loaded.</param>
/// <param name="LastWords">The last lines of standard error, oldest first.</param>
/// <param name="Facts">Null until it was ready once.</param>
/// <param name="Crashes">Its unexpected ends since the workbench started, the newest last; at most <see cref="HostCrash.Kept"/>.</param>
/// <param name="StalledFor">How long it has had work without ending a decode step; null while all goes well.</param>
public sealed record HostState(
    string Name,
    string Path,
    HostSpec Spec,
    HostPhase Phase,
    int Threads = 0,
    int? ProcessId = null,
    DateTimeOffset? LoadedAt = null,
    long? MemoryBytes = null,
    double? TokensPerSecond = null,
    int Requests = 0,
    int Sequences = 0,
    int Restarts = 0,
    ImmutableArray<string> LastWords = default,
    ModelFacts? Facts = null,
    ImmutableArray<HostCrash> Crashes = default,
    TimeSpan? StalledFor = null)
{
    public ImmutableArray<string> LastWords { get; init; } = LastWords.IsDefault ? [] : LastWords;

    public ImmutableArray<HostCrash> Crashes { get; init; } = Crashes.IsDefault ? [] : Crashes;

    /// <summary>Its cache; null while no process runs or where the host does not tell.</summary>
    public HostCells? Cells { get; init; }

    /// <summary>Tells a host from an earlier one of the same model, whose last report may come late.</summary>
    internal long Number { get; init; }

    /// <summary>Takes memory and threads now, or will again by itself.</summary>
    public bool IsActive => Phase is not (HostPhase.Failed or HostPhase.Unloaded or HostPhase.Waiting);
}

/// <summary>What a host's cache holds. Cells that several sequences see count once.</summary>
/// <param name="All">Cells there are.</param>
/// <param name="Used">By answers that are being written.</param>
/// <param name="Kept">Of prompts and answers that may be continued.</param>
/// <param name="Ids">Sequence ids there are.</param>
public sealed record HostCells(int All, int Used, int Kept, int Ids, int IdsUsed, int IdsKept);
