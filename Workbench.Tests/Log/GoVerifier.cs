using System.Diagnostics;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Log;

/// <summary><c>tools/verify-log</c>: Go's own note and tlog packages, code that this project did not write. Tests without them are skipped by name.</summary>
internal static class GoVerifier
{
    private static readonly string GoPath = Environment.GetEnvironmentVariable("WORKBENCH_GOPATH") ?? "/usr/share/gocode";

    private static readonly Lazy<Task<string>> Program = new(BuildAsync);

    public static async Task<int> StatusAsync(string pack, params string[] key) => (await VerifyAsync(pack, key)).Status;

    public static async Task<(int Status, string Output)> VerifyAsync(string pack, params string[] key)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(GoPath, "src/golang.org/x/mod/sumdb/tlog")), $"golang.org/x/mod is not under {GoPath} (Debian: golang-golang-x-mod-dev)");
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "go"))), "go is not installed (Debian: golang-go)");
        return await RunAsync(await Program.Value, null, [pack, .. key]);
    }

    private static async Task<string> BuildAsync()
    {
        var program = Path.Combine(Path.GetTempPath(), "workbench-tests", $"verify-log-{Environment.ProcessId}");
        var (status, output) = await RunAsync("go", Path.Combine(RepositoryPaths.Root, "tools/verify-log"), "build", "-o", program, "main.go");
        Assert.True(status == 0, output);
        return program;
    }

    private static async Task<(int Status, string Output)> RunAsync(string program, string? folder, params string[] arguments)
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
