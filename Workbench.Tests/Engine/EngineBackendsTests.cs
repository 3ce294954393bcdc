using System.Diagnostics;
using Workbench.Core.Inference.Hosts;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Engine;

/// <summary>The build property EngineBackends, by evaluating the project: the packages themselves are large and not on every feed.</summary>
[Trait("Category", "Build")]
public sealed class EngineBackendsTests
{
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    [Theory]
    [InlineData("", "", "packages.lock.json")]
    [InlineData("cuda12", "Cuda12.Linux Cuda12.Windows", "packages.cuda12.lock.json")]
    [InlineData("vulkan", "Vulkan.Linux Vulkan.Windows", "packages.vulkan.lock.json")]
    [InlineData("both -p:RuntimeIdentifier=linux-x64", "Cuda12.Linux Vulkan.Linux", "packages.both.lock.json")]
    public async Task Evaluation_AddsThePackagesOfTheBackend_AndLeavesTheUsualLockFileAlone(string backends, string packages, string lockFile)
    {
        var (code, output) = await EvaluateAsync($"-getItem:PackageReference -getProperty:NuGetLockFilePath -p:EngineBackends={backends}");

        Assert.Equal(0, code);
        using var json = System.Text.Json.JsonDocument.Parse(output);
        var added = json.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
            .Select(static item => item.GetProperty("Identity").GetString()!)
            .Where(static name => name.StartsWith("LLamaSharp.Backend.", StringComparison.Ordinal) && name != "LLamaSharp.Backend.Cpu")
            .Select(static name => name["LLamaSharp.Backend.".Length..]);
        Assert.Equal(packages, string.Join(' ', added.Order(StringComparer.Ordinal)));
        var path = json.RootElement.GetProperty("Properties").GetProperty("NuGetLockFilePath").GetString()!;
        Assert.Equal(lockFile, path.Length == 0 ? "packages.lock.json" : Path.GetFileName(path));
    }

    [Fact]
    public async Task Evaluation_UnknownBackend_IsAnErrorThatNamesThePossibleOnes()
    {
        var (code, output) = await EvaluateAsync("-t:CollectPackageReferences -p:EngineBackends=rocm");

        Assert.NotEqual(0, code);
        Assert.Contains("expected cuda12, vulkan or both", output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> EvaluateAsync(string arguments)
    {
        var start = new ProcessStartInfo(HostProgram.OfThisWorkbench().Executable, $"msbuild Workbench.Core/Workbench.Core.csproj -nodeReuse:false {arguments}")
        {
            WorkingDirectory = RepositoryPaths.Root,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(_limit);
        await process.WaitForExitAsync(_limit);
        return (process.ExitCode, output);
    }
}
