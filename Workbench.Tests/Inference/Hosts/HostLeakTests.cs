using Workbench.Core.Inference.Hosts;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Inference.Hosts;

/// <summary>What the process holds open is counted, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(CountedAlone), DisableParallelization = true)]
public sealed class CountedAlone;

[Collection(nameof(CountedAlone)), Trait("Category", "Engine")]
public sealed class HostLeakTests
{
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromMinutes(15)).Token;

    [Fact, Trait("Category", "Slow")]
    public async Task FiftyLoads_LeaveNoProcessNoSocketAndNoOpenFile()
    {
        await using var hosts = DemoHosts.Start();
        await LoadAndUnloadAsync(hosts);
        var before = OpenFiles();
        var processes = new List<int>();
        for (var cycle = 0; cycle < 50; cycle++)
        {
            processes.Add(await LoadAndUnloadAsync(hosts));
        }

        Assert.DoesNotContain(processes, DemoHosts.IsRunning);
        Assert.Equal(50, processes.Distinct().Count());
        Assert.Empty(Directory.EnumerateFileSystemEntries(hosts.SocketFolderPath));
        Assert.InRange(OpenFiles(), 0, before + 10);
    }

    private async Task<int> LoadAndUnloadAsync(ModelHosts hosts)
    {
        await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        var process = hosts.State.Current.Hosts.Single().ProcessId!.Value;
        await hosts.UnloadAsync("demo-knows");
        return process;
    }

    private static int OpenFiles() => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;
}
