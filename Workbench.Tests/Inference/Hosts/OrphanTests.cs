using System.Diagnostics;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

[Trait("Category", "Engine")]
public sealed class OrphanTests
{
    /// <summary>Set in a child process, which then loads a model and waits to be killed.</summary>
    private const string ChildMark = "WORKBENCH_TEST_HOLDS_HOST";

    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    [Theory]
    [InlineData("ready", "KILL")]
    [InlineData("ready", "TERM")]
    [InlineData("loading", "TERM")]
    [InlineData("loading", "KILL")]
    public async Task ParentEnded_NoHostOutlivesIt(string when, string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix's");
        using var parent = StartChild(when);
        var host = 0;
        while (host == 0 && await parent.StandardOutput.ReadLineAsync(_limit) is { } line)
        {
            var at = line.IndexOf("holds host ", StringComparison.Ordinal);
            host = at < 0 ? 0 : int.Parse(line.AsSpan(at + "holds host ".Length), System.Globalization.CultureInfo.InvariantCulture);
        }

        using var process = Process.GetProcessById(host);
        using var kill = Process.Start("kill", [$"-{signal}", parent.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

        await process.WaitForExitAsync(_limit);
        Assert.False(DemoHosts.IsRunning(host));
        await parent.WaitForExitAsync(_limit);
    }

    /// <summary>The other side of the test above; does nothing unless started by it.</summary>
    [Fact]
    public async Task Child_HoldsAHost()
    {
        if (Environment.GetEnvironmentVariable(ChildMark) is not { } when)
        {
            return;
        }

        await using var hosts = DemoHosts.Start();
        var loading = hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        await Eventually.HoldsAsync("the host has a process", () => hosts.State.Current.Find("demo-knows")?.ProcessId is not null, _limit);
        if (when == "ready")
        {
            await loading;
        }

        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        await output.WriteLineAsync($"holds host {hosts.State.Current.Find("demo-knows")!.ProcessId}");
        await Task.Delay(Timeout.Infinite, _limit);
    }

    private static Process StartChild(string when)
    {
        var assembly = typeof(OrphanTests).Assembly.Location;
        var start = new ProcessStartInfo(HostProgram.OfThisWorkbench().Executable) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[assembly, "-method", $"{typeof(OrphanTests).FullName}.{nameof(Child_HoldsAHost)}"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[ChildMark] = when;
        return Process.Start(start)!;
    }
}
