using System.Diagnostics;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Inference.Hosts;

/// <summary>Real host processes of the demonstration models.</summary>
internal static class DemoHosts
{
    public static string Folder { get; } = Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "models");

    public static ModelHosts Start(HostLimits? limits = null, TimeProvider? time = null, string? folder = null) =>
        new(new ModelCatalog([folder ?? Folder]), limits ?? HostLimits.Default, HostProgram.OfThisWorkbench(), time ?? TimeProvider.System);

    public static async Task<HostState> UntilAsync(this ModelHosts hosts, string name, Func<HostState, bool> holds, CancellationToken limit)
    {
        await foreach (var state in hosts.State.WatchAsync(limit))
        {
            if (state.Find(name) is { } host && holds(host))
            {
                return host;
            }
        }

        throw new InvalidOperationException($"{name} never got there");
    }

    /// <summary>Stops a process without ending it: to the outside it hangs.</summary>
    public static void Freeze(int process) => Process.Start("kill", ["-STOP", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();

    public static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
