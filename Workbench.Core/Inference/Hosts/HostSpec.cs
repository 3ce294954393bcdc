namespace Workbench.Core.Inference.Hosts;

/// <summary>How one model is loaded.</summary>
/// <param name="Exact">Reproducible mode: F32, fixed batch shape, the same bytes every time on the same build and hardware.</param>
/// <param name="Context">Tokens of context; null takes the engine's choice for the file.</param>
/// <param name="Sequences">Answers that may be decoded together; null takes the engine's choice.</param>
/// <param name="Threads">Decoding threads wanted; null takes a fair share. Never more than the cores leave.</param>
/// <param name="Device"><c>cpu</c>, <c>gpu</c>, a device of the engine, or <c>cuda:0</c> to pin one; null lets the engine choose.</param>
public sealed record HostSpec(bool Exact = false, int? Context = null, int? Sequences = null, int? Threads = null, string? Device = null)
{
    public static HostSpec Default { get; } = new();
}

/// <summary>What the hosts of one workbench may use together.</summary>
/// <param name="Hosts">Most models loaded at once.</param>
/// <param name="Cores">Decoding threads over all hosts; each host has at least one.</param>
/// <param name="Load">Longest time a model may take to load.</param>
/// <param name="Wait">How long a request waits for a host that is being restarted.</param>
/// <param name="Place">How long a model waits for another one to become idle.</param>
/// <param name="Restarts">Deaths within <paramref name="Window"/> after which a host is given up.</param>
/// <param name="Window">Time over which deaths are counted.</param>
public sealed record HostLimits(int Hosts, int Cores, TimeSpan Load, TimeSpan Wait, TimeSpan Place, int Restarts, TimeSpan Window)
{
    public static HostLimits Default { get; } = new(8, Environment.ProcessorCount, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), 5, TimeSpan.FromMinutes(5));
}
