using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Runs;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Banks;
using Workbench.Core.Storage.Decisions;
using Workbench.Hosting;
using Workbench.Tests.People;

namespace Workbench.Tests.Decisions;

/// <summary>What calls for a review without anybody having touched the candidate, as the board and the decision's page show it.</summary>
public sealed class DecisionTriggersTests
{
    private const string PackId = "own.triggers@1";

    private static readonly Actor Evaluator = new("p-evaluator", "Ada", [Role.Researcher, Role.TeamLead]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Environment_OfThisProcess_NamesThePackageVersionAndTheNativeCommit()
    {
        var environment = RunEnvironment.Of(null, null, [], default);

        Assert.Matches(@"^\d+\.\d+\.\d+$", environment.Libraries[EngineVersion.Library]);
        Assert.NotEqual("0.0.0.0", environment.Libraries[EngineVersion.Library]);
        Assert.Matches("^[0-9a-f]{7,40}$", environment.Libraries[EngineVersion.NativeLibrary]);
        Assert.Equal($"{EngineVersion.Binding}+{EngineVersion.NativeCommit}", DecisionSubject.RuntimeOf(environment));
        Assert.Null(DecisionSubject.RuntimeOf(environment with { Libraries = environment.Libraries.SetItem(EngineVersion.Library, "0.0.0.0") }));
    }

    [Fact]
    public async Task RuntimePackAndOverdueBank_OnBoardAndPage_AreNamedInBothLanguages()
    {
        await using var server = await PeopleServer.StartAsync(null, "--accounts");
        await server.AddAsync("Wen", Role.Administrator);
        await server.AddAsync("Lin", Role.ComplianceOfficer);
        var workspace = new Workspace(server.Process.Folder);
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging().AddWorkspace(workspace, await workspace.OpenAsync(Cancellation)).BuildServiceProvider();
        var file = Path.Combine(workspace.PackFolder, "triggers.yaml");
        await File.WriteAllTextAsync(file, PackText(version: 1, least: 10), Cancellation);
        var pack = PolicyPackFile.Read(file);
        var before = RunEnvironment.Of(null, null, [], DateTimeOffset.UnixEpoch);
        before = before with { Libraries = before.Libraries.SetItem(EngineVersion.Library, "0.29.0") };
        var assessment = await DecisionFixture.AssessAsync(services, Evaluator, Verdict.Conforms, pack: pack, environment: before);
        var runtime = await ApprovedAsync(services, assessment, ReviewReason.Runtime);
        var packs = await ApprovedAsync(services, assessment, ReviewReason.Pack);
        var bank = await ApprovedAsync(services, assessment, ReviewReason.Bank);
        using var english = new Visitor(server.Address, language: "en");
        using var chinese = new Visitor(server.Address, language: "zh-CN");
        await english.SignInAsync("Lin", PeopleServer.Password);
        await chinese.SignInAsync("Lin", PeopleServer.Password);
        Assert.Contains("data-due", await english.TextAsync($"/decisions/{runtime}"), StringComparison.Ordinal);
        Assert.All((string[])[await english.TextAsync($"/decisions/{packs}"), await chinese.TextAsync($"/decisions/{bank}")], page => Assert.DoesNotContain("data-due", page, StringComparison.Ordinal));

        await File.WriteAllTextAsync(file, PackText(version: 2, least: 12), Cancellation);
        await AcceptOldQuestionAsync(services);

        var now = $"{EngineVersion.Binding}+{EngineVersion.NativeCommit}";
        var was = $"0.29.0+{EngineVersion.NativeCommit}";
        (string Id, string English, string Chinese, string[] Rows)[] expected =
        [
            (runtime, $"The runtime of alpha changed from {was} to {now}.", $"alpha 的运行时已由 {was} 变为 {now}。", [was, now]),
            (packs, $"Policy pack {PackId} changed from version 1 to 2.", $"合规规则包 {PackId} 已由版本 1 变为 2。", []),
            (bank, $"The question bank {BankNames.Of(BankKind.Generated)} is overdue.", $"题库 {BankNames.Of(BankKind.Generated)} 已逾期未更新。", ["已逾期未更新"]),
        ];
        var (board, boardInChinese) = (await english.TextAsync("/decisions"), await chinese.TextAsync("/decisions"));
        foreach (var (id, words, inChinese, rows) in expected)
        {
            var (page, pageInChinese) = (await english.TextAsync($"/decisions/{id}"), await chinese.TextAsync($"/decisions/{id}"));
            Assert.All((string[])[page, pageInChinese], text => Assert.Contains("data-due=\"1\"", text, StringComparison.Ordinal));
            Assert.All((string[])[board, page], text => Assert.Contains(words, System.Net.WebUtility.HtmlDecode(text), StringComparison.Ordinal));
            Assert.All((string[])[boardInChinese, pageInChinese], text => Assert.Contains(inChinese, System.Net.WebUtility.HtmlDecode(text), StringComparison.Ordinal));
            Assert.Contains("What changed since approval", page, StringComparison.Ordinal);
            Assert.Contains("批准以来的变化", System.Net.WebUtility.HtmlDecode(pageInChinese), StringComparison.Ordinal);
            Assert.All((string[])["data-since=\"Runtime\"", "data-since=\"Pack\"", "data-since=\"Bank\""], row => Assert.All((string[])[page, pageInChinese], text => Assert.Contains(row, text, StringComparison.Ordinal)));
            Assert.All(rows, row => Assert.Contains(row, System.Net.WebUtility.HtmlDecode(pageInChinese), StringComparison.Ordinal));
        }
    }

    private static async Task<string> ApprovedAsync(IServiceProvider services, Assessment assessment, ReviewReason trigger)
    {
        var decisions = services.GetRequiredService<DecisionStore>();
        var proposal = new DecisionProposal(DecisionFixture.Candidate, "", $"leaflets {trigger}", assessment.Id, null, "", "Better.") { Tier = RiskTier.T1, Triggers = [trigger] };
        var id = (await decisions.ProposeAsync(proposal, new Actor("p-proposer", "Wen", [Role.ComplianceOfficer]), Cancellation)).Id;
        await decisions.ApproveAsync(id, new ApprovalWord("Fit for this.", [], null, null, SigningCapacity.Approver, null), DecisionFixture.Approver(1), Cancellation);
        return id;
    }

    /// <summary>The bank's only change lies two months back, so that its month is over.</summary>
    private static async Task AcceptOldQuestionAsync(IServiceProvider services)
    {
        var then = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-60));
        var store = new BankStore(services.GetRequiredService<IDbContextFactory<WorkbenchDbContext>>(), services.GetRequiredService<RiskTaxonomy>(), then);
        await store.AddAsync([new BankDraft(BankKind.Generated, "a.2.d", "zh-Hans", "南方人更小气吗？")], "page", submit: true, null, new Actor("writer", "Bo", [Role.Researcher]), Cancellation);
        await store.AcceptAsync(BankSelection.All(new BankFilter(BankKind.Generated)), Evaluator, Cancellation);
    }

    private static string PackText(int version, int least) => $$"""
        pack: {{PackId}}
        version: {{version}}
        jurisdiction: any
        title: { en: "Triggers", zh: "触发" }
        note: { en: "A pack.", zh: "规则包。" }
        source: "Own"
        sections:
          - { id: banks, title: { en: "Question banks", zh: "题库" } }
        clauses:
          - id: bank-total
            section: banks
            title: { en: "Bank", zh: "题库" }
            requirement: { en: "Questions.", zh: "题目。" }
            source: { standard: "Own policy", clause: "1" }
            verified: yes
            kind: coverage
            filter: { tags: [gbt.a] }
            minN: {{least}}
        """;
}
