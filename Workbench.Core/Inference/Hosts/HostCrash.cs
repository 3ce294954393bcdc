using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>One unexpected end of a host process.</summary>
/// <param name="Reason">How it ended.</param>
/// <param name="ExitCode">128 and the signal's number for a process ended by a signal; null when it could not be started.</param>
/// <param name="Served">How long it had been ready; null when it never was.</param>
/// <param name="IsHang">It was ended by the workbench because it had hung.</param>
/// <param name="LastWords">Its last lines of standard error, oldest first.</param>
public sealed record HostCrash(DateTimeOffset At, Phrase Reason, int? ExitCode, TimeSpan? Served, bool IsHang, ImmutableArray<string> LastWords)
{
    /// <summary>So many are remembered of each model.</summary>
    public const int Kept = 20;
}
