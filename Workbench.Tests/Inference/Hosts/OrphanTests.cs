using System.Diagnostics;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

[Trait("Category", "Engine")]
public sealed class OrphanTests
{
    /// <summary>Set in a child process, which then loads a model and waits to be killed.</summary>
    private const string ChildMark = "WORKBENCH_TEST_HOLDS_HOST";

    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    [Fact]
    public async Task ParentKilled_NoHostOutlivesIt()
    {
        using var parent = StartChild();
        var host = 0;
        while (host == 0 && await parent.StandardOutput.ReadLineAsync(_limit) is { } line)
        {
            var at = line.IndexOf("holds host ", StringComparison.Ordinal);
            host = at < 0 ? 0 : int.Parse(line.AsSpan(at + "holds host ".Length), System.Globalization.CultureInfo.InvariantCulture);
        }

        using var process = Process.GetProcessById(host);
        parent.Kill();

        await process.WaitForExitAsync(_limit);
        Assert.False(DemoHosts.IsRunning(host));
    }

    /// <summary>The other side of the test above; does nothing unless started by it.</summary>
    [Fact]
    public async Task Child_HoldsAHost()
    {
        if (Environment.GetEnvironmentVariable(ChildMark) is null)
        {
            return;
        }

        await using var hosts = DemoHosts.Start();
        await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        await output.WriteLineAsync($"holds host {hosts.State.Current.Find("demo-knows")!.ProcessId}");
        await Task.Delay(Timeout.Infinite, _limit);
    }

    private static Process StartChild()
    {
        var assembly = typeof(OrphanTests).Assembly.Location;
        var start = new ProcessStartInfo(HostProgram.OfThisWorkbench().Executable) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[assembly, "-method", $"{typeof(OrphanTests).FullName}.{nameof(Child_HoldsAHost)}"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[ChildMark] = "1";
        return Process.Start(start)!;
    }
}
