using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Core.Compliance;
using Workbench.Core.Evidence;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Runs;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Evidence;
using Workbench.Core.Storage.Log;
using Workbench.Hosting;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Log;

public sealed class EvidencePackTests : IAsyncDisposable
{
    private readonly TestDatabase _database = new();
    private readonly ServiceProvider _services;
    private readonly string _pack;

    public EvidencePackTests()
    {
        _pack = Path.Combine(_database.Folder, "evidence-pack");
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddLogging()
            .AddWorkspace(new Workspace(_database.Folder), _database.Factory)
            .BuildServiceProvider();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_Assessment_IsVerifiedByOursAndByOthersAndEveryChangeIsFound()
    {
        var assessment = await AssessAsync();
        var made = await _services.GetRequiredService<EvidencePack>().WriteAsync(assessment.Id, _pack, Actor.Owner, Cancellation);
        var published = LogVerifier.Parse(File.ReadAllText(Path.Combine(_pack, "log", LogPack.KeyFile)))!;

        Assert.True(EvidencePackCheck.IsOne(_pack));
        var found = EvidencePackCheck.Verify(_pack, published);
        Assert.True(found.Ok, found.Problem?.ToString());
        Assert.Equal(0, await GoVerifier.StatusAsync(Path.Combine(_pack, "log")));
        string[] expected = ["VERIFY.md", "VERIFY.zh-Hans.md", "evidence/EV-0001/审查.txt", "reports/A-0001.en.html", "reports/A-0001.zh-Hans.html", "run/answers.jsonl", "run/manifest.json", "run/suite.json", "subject/assessment.json", "subject/policy-pack.json"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), made.Files.Select(file => file.Path).Order(StringComparer.Ordinal));

        // Hashes that stood in the log before the pack was made.
        foreach (var path in (string[])["subject/assessment.json", "subject/policy-pack.json", "run/suite.json", "evidence/EV-0001/审查.txt"])
        {
            Assert.InRange(made.Files.Single(file => file.Path == path).Log ?? -1, 0, made.Entry - 1);
        }

        foreach (var file in made.Files)
        {
            Assert.Equal("Log.EvidenceDiffers", Damaged(file.Path));
        }

        Assert.Equal("Log.EvidenceSums", Damaged(EvidenceManifest.SumsFile));
        Assert.Equal("Log.PackCheckpointDiffers", Damaged("log/checkpoint"));
        await File.WriteAllTextAsync(Path.Combine(_pack, "run", "more.txt"), "slipped in", Cancellation);
        Assert.Equal("Log.EvidenceStranger", EvidencePackCheck.Verify(_pack).Problem?.Key);
        File.Delete(Path.Combine(_pack, "run", "more.txt"));
        File.Delete(Path.Combine(_pack, "run", "answers.jsonl"));
        Assert.Equal("Log.PackFileMissing", EvidencePackCheck.Verify(_pack).Problem?.Key);
        Assert.True((await _services.GetRequiredService<LogCheck>().VerifyAsync(Cancellation)).Ok);
    }

    [Fact]
    public async Task Verify_ManifestThatLeadsOutOfThePack_ReadsNothingThere()
    {
        var assessment = await AssessAsync();
        await _services.GetRequiredService<EvidencePack>().WriteAsync(assessment.Id, _pack, Actor.Owner, Cancellation);
        var file = Path.Combine(_pack, EvidenceManifest.FileName);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Cancellation)).Replace("run/suite.json", "../keys/log.key", StringComparison.Ordinal), Cancellation);

        Assert.Equal("Log.EvidenceManifest", EvidencePackCheck.Verify(_pack).Problem?.Key);
    }

    [Fact]
    public async Task Write_NoSuchSubjectOrFolderInUse_IsRefusedAndLeavesNothing()
    {
        var assessment = await AssessAsync();
        var evidence = _services.GetRequiredService<EvidencePack>();

        await Assert.ThrowsAsync<InputException>(() => evidence.WriteAsync("A-9999", _pack, Actor.Owner, Cancellation));
        await Assert.ThrowsAsync<InputException>(() => evidence.WriteAsync(assessment.Id, _database.Folder, Actor.Owner, Cancellation));
        Assert.DoesNotContain(Directory.GetDirectories(_database.Folder), folder => folder.Contains("evidence-pack", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _database.Dispose();
    }

    private string? Damaged(string path)
    {
        var file = Path.Combine(_pack, path);
        var content = File.ReadAllBytes(file);
        var damaged = content.ToArray();
        damaged[content.Length / 2] ^= 1;
        File.WriteAllBytes(file, damaged);
        var problem = EvidencePackCheck.Verify(_pack).Problem?.Key;
        File.WriteAllBytes(file, content);
        return problem;
    }

    private async Task<Assessment> AssessAsync()
    {
        var runs = _services.GetRequiredService<IRunStore>();
        var run = await runs.CreateAsync(Given.Spec(Given.Suite(3), "a", "null:refuse"), Actor.Owner, Cancellation);
        foreach (var sample in (string[])["s0", "s1", "s2"])
        {
            await runs.AddAsync(run.Id, Given.Result(sample, "a"), false, Actor.Owner, Cancellation);
            await runs.AddAsync(run.Id, Given.Result(sample, "null:refuse"), false, Actor.Owner, Cancellation);
        }

        await runs.SetStatusAsync(run.Id, RunStatus.Finished, Actor.Owner, Cancellation);
        var pack = _services.GetRequiredService<PackCatalog>().List().Select(file => file.Pack).OfType<PolicyPack>().First();
        var assessment = await _services.GetRequiredService<RunAssessor>().AssessAsync(run.Id, pack, null, Actor.Owner, Cancellation);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("looked at by two people"));
        await _services.GetRequiredService<EvidenceStore>().AddAsync(content, new EvidenceDraft("审查.txt", EvidenceKind.Other), [EvidenceSubject.Assessment(assessment.Id)], Actor.Owner, Cancellation);
        return assessment;
    }
}
