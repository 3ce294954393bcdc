using System.Diagnostics;
using System.Globalization;

namespace Workbench.Core.Runs;

/// <summary>Which process works on a run. Two processes of one workspace (a command and a server) never work on the same run.</summary>
/// <param name="Owner">Host, process id and start time of the process: <c>name/1234/638…</c>.</param>
public sealed record RunLease(string Owner, DateTimeOffset Until)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

    /// <summary>This process.</summary>
    public static string Self { get; } = Describe(Process.GetCurrentProcess());

    /// <summary>The owner's process is gone: only said of processes of this machine.</summary>
    public bool IsDead
    {
        get
        {
            var parts = Owner.Split('/');
            if (parts.Length != 3 || parts[0] != Environment.MachineName || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return false;
            }

            try
            {
                using var process = Process.GetProcessById(id);
                return process.HasExited || Describe(process) != Owner;
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                return true;
            }
        }
    }

    private static string Describe(Process process) =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{process.Id}/{process.StartTime.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond}");
}
