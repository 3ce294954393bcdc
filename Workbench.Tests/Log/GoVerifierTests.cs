using System.Diagnostics;
using Workbench.Core.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Log;

/// <summary>The exported log is checked by Go's own note and tlog packages, code that this project did not write.</summary>
public sealed class GoVerifierTests
{
    private static readonly string GoPath = Environment.GetEnvironmentVariable("WORKBENCH_GOPATH") ?? "/usr/share/gocode";

    [Fact]
    public async Task VerifyLog_WholeAndDamagedPacks_AgreesWithOurs()
    {
        var verifier = await BuildAsync();
        foreach (var size in new[] { 1, 256, 300, 700 })
        {
            using var pack = PackFolder.Of(size);
            var ours = LogPackCheck.Verify(pack.Folder);

            Assert.Equal((0, $"ok {size} {Convert.ToBase64String(Convert.FromHexString(ours.Root!))}\n"), await RunAsync(verifier, null, pack.Folder));
        }

        using var damaged = PackFolder.Of(300);
        foreach (var (path, at) in new[] { ("tile/entries/000", 900), ("tile/entries/001.p/44", 70), ("tile/0/000", 9), ("tile/1/000.p/1", 0), ("checkpoint", 17), ("checkpoints/150", 17) })
        {
            var undo = damaged.Damage(path, at, 0x01);
            var (status, output) = await RunAsync(verifier, null, damaged.Folder);
            undo();

            Assert.True(status == 1 && output.StartsWith("FAIL", StringComparison.Ordinal), $"{path}: {status} {output}");
        }
    }

    private static async Task<string> BuildAsync()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(GoPath, "src/golang.org/x/mod/sumdb/tlog")), $"golang.org/x/mod is not under {GoPath} (Debian: golang-golang-x-mod-dev)");
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "go"))), "go is not installed (Debian: golang-go)");
        var program = Path.Combine(Path.GetTempPath(), "workbench-tests", "verify-log");
        var (status, output) = await RunAsync("go", Path.Combine(RepositoryPaths.Root, "tools/verify-log"), "build", "-o", program, "main.go");
        Assert.True(status == 0, output);
        return program;
    }

    internal static async Task<(int Status, string Output)> RunAsync(string program, string? folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        start.Environment["GOPATH"] = GoPath;
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOFLAGS"] = "-mod=mod";
        start.Environment["GOCACHE"] = Path.Combine(Path.GetTempPath(), "workbench-tests", "go-cache");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output + await error);
    }
}
