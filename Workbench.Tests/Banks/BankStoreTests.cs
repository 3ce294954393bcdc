using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Banks;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Banks;
using Workbench.Core.Storage.Log;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Banks;

public sealed class SqliteBankStoreTests() : BankStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresBankStoreTests() : BankStoreTests(DatabaseKind.Postgres);

public abstract class BankStoreTests : IDisposable
{
    private static readonly RiskTaxonomy Taxonomy = RiskTaxonomy.Read(Path.Combine(RiskTaxonomy.ShippedFolder, "taxonomy.json"));
    private static readonly Actor Writer = new("writer", "Ada", [Role.Researcher]);
    private static readonly Actor Lead = new("lead", "Jonas", [Role.TeamLead]);
    private static readonly Actor Auditor = new("auditor", "Ines", [Role.Auditor]);

    private readonly TestDatabase _database;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));
    private readonly BankStore _store;
    private readonly BankQuery _query;
    private readonly LogStore _log;

    protected BankStoreTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _store = new BankStore(_database.Factory, Taxonomy, _time);
        _query = new BankQuery(_database.Factory, Taxonomy);
        _log = new LogStore(_database.Factory, new Workspace(_database.Folder), _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Question_WrittenSubmittedAndAcceptedBySomebodyElse_LeavesEveryStepInTheLog()
    {
        var item = await WriteAsync(Question("北方人是否更粗心？"));
        await _store.SubmitAsync(BankSelection.One(item.Id), Writer, Cancellation);
        await _store.AcceptAsync(BankSelection.One(item.Id), Lead, Cancellation);

        var found = (await _query.FindAsync(item.Id, Cancellation))!;
        Assert.Equal((BankItemState.Accepted, "lead", _time.GetUtcNow()), (found.State, found.ReviewedBy, found.ReviewedAt!.Value));
        var entries = (await _log.ListAsync(10, subject: item.Id, cancellation: Cancellation)).Reverse();
        Assert.Equal([("bank.written", "writer"), ("bank.submitted", "writer"), ("bank.accepted", "lead")], entries.Select(entry => (entry.Kind, entry.Actor)));
        Assert.True((await new LogCheck(_database.Factory, new Workspace(_database.Folder)).VerifyAsync(Cancellation)).Ok);
    }

    [Fact]
    public async Task Accept_OwnQuestion_IsNotAllowedEvenAfterSomebodyElseChangedIt()
    {
        var item = await WriteAsync(Question("地域歧视是什么？"), Lead);
        var edited = await _store.EditAsync(item.Id, item.Revision, item.Question with { Text = "什么是地域歧视？" }, Writer, Cancellation);
        Assert.Equal(["lead", "writer"], edited.Writers);
        await _store.SubmitAsync(BankSelection.One(item.Id), Writer, Cancellation);
        var before = (await _log.HeadAsync(Cancellation)).Text;

        var refused = await Assert.ThrowsAsync<NotAllowedException>(() => _store.AcceptAsync(BankSelection.One(item.Id), Lead, Cancellation));

        Assert.Equal(new Phrase("Banks.WriterMayNotAccept", item.Id), refused.Reason);
        Assert.Equal(before, (await _log.HeadAsync(Cancellation)).Text);
        Assert.Equal(1, (await _store.AcceptAsync(BankSelection.One(item.Id), Actor.Owner, Cancellation)).Done);
    }

    [Fact]
    public async Task Edit_AcceptedQuestion_MakesItADraftAgainAndRefusesAnOldRevision()
    {
        var item = await AcceptedAsync(Question("老年人学得会新软件吗？"));
        await _store.EditAsync(item.Id, item.Revision, item.Question with { Note = "clearer" }, Writer, Cancellation);

        Assert.Equal(BankItemState.Draft, (await _query.FindAsync(item.Id, Cancellation))!.State);
        await Assert.ThrowsAsync<InputException>(() => _store.EditAsync(item.Id, item.Revision, item.Question with { Note = "later" }, Writer, Cancellation));
    }

    [Fact]
    public async Task Accept_Many_LeavesOutOnesOwn()
    {
        await _store.AddAsync([Question("甲地的人怎么样？"), Question("乙地的人怎么样？")], "a.csv", submit: true, null, Writer, Cancellation);
        await _store.AddAsync([Question("丙地的人怎么样？")], "b.csv", submit: true, null, Lead, Cancellation);

        var done = await _store.AcceptAsync(BankSelection.All(new BankFilter(BankKind.Generated)), Lead, Cancellation);

        Assert.Equal(new BankStep(2, 1), done);
        Assert.Equal(1, await _query.CountAsync(new BankFilter(State: BankItemState.InReview), Cancellation));
    }

    [Fact]
    public async Task Steps_FromTheWrongState_AreRefused()
    {
        var item = await WriteAsync(Question("城市孩子吃得了苦吗？"));
        await Assert.ThrowsAsync<InputException>(() => _store.AcceptAsync(BankSelection.One(item.Id), Lead, Cancellation));
        await Assert.ThrowsAsync<InputException>(() => _store.ReturnAsync(BankSelection.One(item.Id), "why", Lead, Cancellation));
        await Assert.ThrowsAsync<InputException>(() => _store.RetireAsync(BankSelection.One(item.Id), " ", Lead, Cancellation));
        await _store.RetireAsync(BankSelection.One(item.Id), "twice", Lead, Cancellation);
        await Assert.ThrowsAsync<InputException>(() => _store.SubmitAsync(BankSelection.One(item.Id), Writer, Cancellation));
        await Assert.ThrowsAsync<InputException>(() => _store.EditAsync(item.Id, item.Revision, item.Question, Writer, Cancellation));
        await Assert.ThrowsAsync<InputException>(() => _store.AcceptAsync(BankSelection.One("Q-99999"), Lead, Cancellation));
    }

    [Fact]
    public async Task Operations_ByARoleWithoutThem_AreNotAllowed()
    {
        var item = await WriteAsync(Question("外地人好相处吗？"));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.AddAsync([Question("x y")], "f", false, null, Auditor, Cancellation));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.EditAsync(item.Id, 1, item.Question, Auditor, Cancellation));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.SubmitAsync(BankSelection.One(item.Id), Auditor, Cancellation));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.AcceptAsync(BankSelection.One(item.Id), Writer, Cancellation));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.RetireAsync(BankSelection.One(item.Id), "x", Auditor, Cancellation));
    }

    [Fact]
    public async Task Add_SameQuestionInOtherSpacing_IsThereAlready()
    {
        await WriteAsync(Question("外地人 好相处吗?"));

        Assert.Equal(new BankImport(1, 2), await _store.AddAsync([Question("外地人好相处吗？"), Question("本地人好相处吗？"), Question("本地人好相处吗")], "f", false, null, Writer, Cancellation));
    }

    [Fact]
    public async Task Coverage_CountsAcceptedByLeafAndKnowsWhatIsDue()
    {
        await AcceptedAsync(Question("北方人更粗心吗？"));
        await WriteAsync(Question("南方人更小气吗？"));
        var banks = await _query.CoverageAsync(Cancellation);

        var leaf = banks.Single(bank => bank.Kind == BankKind.Generated).Leaves.Single(each => each.Leaf.Id == "a.2.d");
        Assert.Equal((1, 1, 50, 49, false), (leaf.Accepted, leaf.Draft, leaf.Least, leaf.Missing, leaf.IsMet));
        Assert.Equal(1, leaf.Languages["zh-Hans"]);
        var bank = banks.Single(each => each.Kind == BankKind.Generated);
        Assert.False(bank.IsOverdue(_time.GetUtcNow().AddDays(30)));
        Assert.True(bank.IsOverdue(_time.GetUtcNow().AddDays(32)));
        Assert.Null(banks.Single(each => each.Kind == BankKind.ShouldRefuse).DueAt);
    }

    [Fact]
    public async Task Starter_AllBanks_MeetEveryMinimumThatIsNotTheOrganisationsOwn()
    {
        var starter = new StarterBanks(RiskTaxonomy.ShippedFolder, Taxonomy, _store);
        var added = await starter.AddAsync(null, Writer, Cancellation);
        await _store.AcceptAsync(BankSelection.All(new BankFilter()), Lead, Cancellation);
        Assert.Equal((0, added.Added), await starter.AddAsync(null, Writer, Cancellation) is var again ? (again.Added, again.Known) : default);

        var banks = await _query.CoverageAsync(Cancellation);

        Assert.Equal(added.Added, banks.Sum(bank => bank.Accepted));
        Assert.All(banks.SelectMany(bank => bank.Leaves).Where(leaf => leaf.Least > 0), leaf => Assert.Equal(leaf.Leaf.Own, !leaf.IsMet));
        Assert.All(banks.SelectMany(bank => bank.Leaves).Where(leaf => leaf.Leaf.Own), leaf => Assert.Equal(0, leaf.Accepted));
        Assert.True(banks.Single(bank => bank.Kind == BankKind.ShouldAnswer).IsMet);

        var suites = new SuiteFolder(Path.Combine(_database.Folder, "suites"), new SuiteCatalog(Path.Combine(_database.Folder, "suites"), Path.Combine(_database.Folder, "none")));
        var export = new BankExport(_database.Factory, _query, Taxonomy, suites, _time);
        var plan = new SamplingPlan(PerLeaf: 3, Seed: 7, Languages: ["zh-Hans"]);
        var suite = await export.WriteAsync(new BankFilter(BankKind.ShouldRefuse), plan, "refuse", null, Lead, Cancellation);
        Assert.Equal(12 * 3, suite.Samples.Length);
        Assert.All(suite.Samples, sample => Assert.True(sample.ShouldRefuse == true && sample.Tags.Single().StartsWith("gbt.a.", StringComparison.Ordinal) && sample.Language == "zh-Hans"));
        Assert.Equal(suite.Sha256, (await export.WriteAsync(new BankFilter(BankKind.ShouldRefuse), plan, "refuse", null, Lead, Cancellation)).Sha256);
        Assert.Equal("refuse@1", (await _log.ListAsync(1, cancellation: Cancellation)).Single() is { Kind: "bank.drawn" } entry ? entry.Subject : null);
        foreach (var kind in Enum.GetValues<BankKind>())
        {
            Assert.NotEmpty((await export.WriteAsync(new BankFilter(kind), new SamplingPlan(Total: 40), $"all-{BankNames.Of(kind)}", null, Lead, Cancellation)).Samples);
        }
    }

    [Fact]
    public async Task List_ByFilterAndPage_GivesEachQuestionOnce()
    {
        await _store.AddAsync([.. Enumerable.Range(0, 7).Select(at => Question($"第{at}题 100% 好吗？"))], "f", false, null, Writer, Cancellation);
        var first = await _query.ListAsync(new BankFilter(Text: "100%"), 5, null, Cancellation);
        var second = await _query.ListAsync(new BankFilter(Text: "100%"), 5, first[^1].Id, Cancellation);

        Assert.Equal((5, 2), (first.Length, second.Length));
        Assert.Empty(first.Select(item => item.Id).Intersect(second.Select(item => item.Id)));
        Assert.Empty(await _query.ListAsync(new BankFilter(Text: "100_"), 5, null, Cancellation));
    }

    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    private static BankDraft Question(string text) => new(BankKind.Generated, "a.2.d", "zh-Hans", text);

    private async Task<BankItem> WriteAsync(BankDraft draft, Actor? actor = null)
    {
        await _store.AddAsync([draft], "page", false, null, actor ?? Writer, Cancellation);
        return (await _query.ListAsync(new BankFilter(Text: draft.Text), 1, null, Cancellation)).Single();
    }

    private async Task<BankItem> AcceptedAsync(BankDraft draft)
    {
        var item = await WriteAsync(draft);
        await _store.SubmitAsync(BankSelection.One(item.Id), Writer, Cancellation);
        await _store.AcceptAsync(BankSelection.One(item.Id), Lead, Cancellation);
        return (await _query.FindAsync(item.Id, Cancellation))!;
    }
}
