using System.Diagnostics;
using System.Text.RegularExpressions;
using Workbench.Core.Compliance;
using Workbench.Core.Evidence;
using Workbench.Core.Governance;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Findings;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Api;

/// <summary>The examples of docs/api.md, run as they stand.</summary>
[Trait("Category", "Slow")]
public sealed partial class ApiExamplesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Examples_AsTheyStand_DoWhatTheySay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !Present("bash") || !Present("curl"), "needs bash and curl");
        var blocks = Block().Matches(await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "docs", "api.md"), Cancellation)).Select(match => match.Groups["code"].Value).ToList();
        await using var server = await ApiServer.StartAsync();
        var token = await server.TokenAsync(await server.AddAsync("Wen", Role.Administrator, Role.Researcher, Role.ComplianceOfficer));
        var folder = Directory.CreateTempSubdirectory("workbench-examples-").FullName;
        try
        {
            var (status, said) = await RunAsync(string.Join('\n', ["set -e -o pipefail", .. blocks]), folder, ("WORKBENCH", server.Address), ("TOKEN", token));

            Assert.True(status == 0, said[^Math.Min(said.Length, 2000)..]);
            Assert.Equal(5, blocks.Count);
            Assert.Equal(RunStatus.Finished, (await server.Get<IRunStore>().FindAsync("R-0001", Cancellation))!.Status);
            Assert.Equal("null:refuse", (await server.Get<IAssessmentStore>().FindAsync("A-0001", Cancellation))!.Candidates.Single().Name);
            Assert.Equal("Echoes the question", (await server.Get<FindingStore>().FindAsync("F-0001", Cancellation))!.Content.Title);
            Assert.Equal(EvidenceSubject.Finding("F-0001"), (await server.Get<IEvidenceReader>().FindAsync("EV-0001", Cancellation))!.Subjects.Single());
            Assert.Contains("<testsuite", await File.ReadAllTextAsync(Path.Combine(folder, "results.xml"), Cancellation), StringComparison.Ordinal);
            Assert.Contains("A-0001", await File.ReadAllTextAsync(Path.Combine(folder, "report.json"), Cancellation), StringComparison.Ordinal);
            Assert.Contains("finding.opened", said, StringComparison.Ordinal);
        }
        finally
        {
            TestFolder.Delete(folder);
        }
    }

    private static async Task<(int Status, string Said)> RunAsync(string script, string folder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        using var process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteAsync(script);
            process.StandardInput.Close();
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, string.Concat(said));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static bool Present(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex("^```sh\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
