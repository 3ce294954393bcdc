using System.ComponentModel;
using System.Diagnostics;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
public sealed class OpenAiClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task OpenAiClient_Unmodified_WorksAgainstAHost()
    {
        var source = Path.Combine(RepositoryPaths.Root, "Workbench.Tests", "Engine", "openai-client");
        var folder = Directory.CreateTempSubdirectory("wb");
        foreach (var file in new[] { "package.json", "package-lock.json", "test.mjs" })
        {
            File.Copy(Path.Combine(source, file), Path.Combine(folder.FullName, file));
        }

        var (installed, words) = await RunAsync("npm", folder.FullName, "ci", "--no-audit", "--no-fund");
        Assert.SkipUnless(installed == 0, $"the openai npm package can't be installed here: {words}");
        await using var host = await TestHost.StartOnPortAsync(TestHost.Demo, "key-for-this-test");
        var (code, output) = await RunAsync("node", folder.FullName, "test.mjs", $"http://{host.Authority}/v1", "key-for-this-test");
        Assert.True(code == 0, output);
        folder.Delete(recursive: true);
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
