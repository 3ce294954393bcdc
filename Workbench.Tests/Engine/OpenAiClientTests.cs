using System.ComponentModel;
using System.Diagnostics;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
public sealed class OpenAiClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task OpenAiClient_Unmodified_WorksAgainstAHost()
    {
        var folder = await InstallAsync();
        await using var host = await TestHost.StartOnPortAsync(TestHost.Demo, "key-for-this-test");
        var (code, output) = await RunAsync("node", folder, "test.mjs", $"http://{host.Authority}/v1", "key-for-this-test");
        Assert.True(code == 0, output);
    }

    /// <summary>Installs once per lock file; after that, and with a filled npm cache before it, no network is needed.</summary>
    private static async Task<string> InstallAsync()
    {
        var source = Path.Combine(RepositoryPaths.Root, "Workbench.Tests", "Engine", "openai-client");
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "openai-client")).FullName;
        var installed = Path.Combine(folder, "installed");
        var wanted = await File.ReadAllTextAsync(Path.Combine(source, "package-lock.json"));
        foreach (var file in new[] { "package.json", "package-lock.json", "test.mjs" })
        {
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file), overwrite: true);
        }

        if (!File.Exists(installed) || await File.ReadAllTextAsync(installed) != wanted)
        {
            var (code, words) = await RunAsync("npm", folder, "ci", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", "--fetch-retries=4");
            Assert.True(code == 0, $"npm could not install the openai package: {words}");
            await File.WriteAllTextAsync(installed, wanted);
        }

        return folder;
    }

    private static async Task<(int Code, string Words)> RunAsync(string program, string folder, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not here");
            throw;
        }

        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + error);
        }
    }
}
