using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Decisions;
using Workbench.Core.Storage.Log;
using Workbench.Hosting;
using Workbench.Tests.People;

namespace Workbench.Tests.Decisions;

/// <summary>What surrounds a decision on the page: its proof in the log, and what waits, in the navigation.</summary>
public sealed class DecisionPageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_OfADecision_ProvesItsNewestEntryAndTheNavigationCountsWhatWaits()
    {
        await using var server = await PeopleServer.StartAsync(null, "--accounts");
        await server.AddAsync("Wen", Role.Administrator);
        var lin = (await server.AddAsync("Lin", Role.ComplianceOfficer)).ToActor();
        var bo = (await server.AddAsync("Bo", Role.Approver)).ToActor();
        var workspace = new Workspace(server.Process.Folder);
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging().AddWorkspace(workspace, await workspace.OpenAsync(Cancellation)).BuildServiceProvider();
        var assessment = await DecisionFixture.AssessAsync(services, new Actor("p-evaluator", "Ada", [Role.Researcher]), Verdict.Conforms);
        var decisions = services.GetRequiredService<DecisionStore>();
        var asked = new DecisionProposal(DecisionFixture.Candidate, "", "leaflets", assessment.Id, null, "", "Better.") { Tier = RiskTier.T1 };
        var id = (await decisions.ProposeAsync(asked, lin, Cancellation)).Id;
        await decisions.ProposeAsync(asked with { FieldOfUse = "search" }, lin, Cancellation);
        using var approver = new Visitor(server.Address, language: "en");
        using var chinese = new Visitor(server.Address, language: "zh-CN");
        await approver.SignInAsync("Bo", PeopleServer.Password);
        await chinese.SignInAsync("Bo", PeopleServer.Password);

        var (models, modelsInChinese) = (await approver.TextAsync("/models"), WebUtility.HtmlDecode(await chinese.TextAsync("/models")));
        Assert.Contains("data-waiting-count=\"2\"", models, StringComparison.Ordinal);
        Assert.Contains("2<span class=\"sr\"> waiting for you</span>", models, StringComparison.Ordinal);
        Assert.Contains("2<span class=\"sr\"> 项待您处理</span>", modelsInChinese, StringComparison.Ordinal);
        using var proposer = new Visitor(server.Address, language: "en");
        await proposer.SignInAsync("Lin", PeopleServer.Password);
        Assert.DoesNotContain("data-waiting-count", await proposer.TextAsync("/models"), StringComparison.Ordinal);

        await decisions.ApproveAsync(id, new ApprovalWord("Fit.", [], null, null, SigningCapacity.Approver, null), bo, Cancellation);

        var log = services.GetRequiredService<LogStore>();
        var entries = await log.SearchAsync(new LogFilter(Subject: id), 10, null, Cancellation);
        var proof = (await log.PathAsync(entries[0].Index, Cancellation))!;
        foreach (var (visitor, heading) in new[] { (approver, "Proof in the log"), (chinese, "日志存证") })
        {
            var page = WebUtility.HtmlDecode(await visitor.TextAsync($"/decisions/{id}"));
            Assert.Contains(heading, page, StringComparison.Ordinal);
            Assert.Contains("data-proof=\"leads\"", page, StringComparison.Ordinal);
            Assert.All((string[])[proof.Checkpoint.RootHex, Convert.ToHexStringLower(entries[0].LeafHash), .. proof.Path.Select(step => Convert.ToHexStringLower(step.Sibling))], hash => Assert.Contains(hash, page, StringComparison.Ordinal));
            Assert.All(entries, entry => Assert.Contains($"data-of=\"{entry.Index}\"", page, StringComparison.Ordinal));
        }

        // The count on a page that is made again; a first picture may still show the one before.
        Assert.Contains("data-waiting=\"1\"", await approver.TextAsync("/decisions?view=waiting"), StringComparison.Ordinal);
        Assert.DoesNotContain("data-evidence-pack", await proposer.TextAsync("/decisions/DR-1999-001"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await approver.StatusAsync($"/log/{entries[0].Index}/proof"));
    }
}
