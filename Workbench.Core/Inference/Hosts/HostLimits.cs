namespace Workbench.Core.Inference.Hosts;

/// <summary>What the hosts of one workbench may use together, and how long each of them may take.</summary>
/// <param name="Hosts">Most models loaded at once.</param>
/// <param name="Cores">Decoding threads over all hosts that answer at the same time; each host has at least one.</param>
/// <param name="Load">Longest time without any progress while a model loads.</param>
/// <param name="Wait">How long a request waits for a host that is being restarted.</param>
/// <param name="Place">How long a model waits for another one to become idle.</param>
/// <param name="Restarts">Deaths within <paramref name="Window"/> after which a host is given up.</param>
/// <param name="Window">Time over which deaths are counted.</param>
public sealed record HostLimits(int Hosts, int Cores, TimeSpan Load, TimeSpan Wait, TimeSpan Place, int Restarts, TimeSpan Window)
{
    public static HostLimits Default { get; } = new(8, Environment.ProcessorCount, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), 5, TimeSpan.FromMinutes(5));

    /// <summary>A host that does not say for so long what it is doing has hung.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A host that has work and ends no decode step for so long has hung. A long prompt on a large model without a graphics card takes a minute a step.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Pause before the first restart; doubled each time, up to half a minute.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A host that had nothing to do for so long lends its threads to others.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(1);
}
