using Workbench.Core.Governance;
using Workbench.Core.Reports;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Banks;
using Workbench.Core.Storage.Compliance;
using Workbench.Core.Storage.Decisions;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Storage;

public sealed class ReportHistoryTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Record_ReportsOfOneAssessment_AreToldApartByTheirCandidates()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var workspace = new Workspace(_database.Folder);
        var log = new LogStore(_database.Factory, workspace, TimeProvider.System);
        var history = new ReportHistory(log, null!, null!, new ExportJournal(_database.Factory, TimeProvider.System), null!, workspace);
        var whole = new ReportMade("A-0001", ReportKind.Audit, ReportFormat.Html, "en", "aa", "bb", 7);

        await history.RecordAsync(whole, Actor.Owner, cancellation);
        await history.RecordAsync(whole with { Candidate = "knows" }, Actor.Owner, cancellation);
        await history.RecordAsync(whole with { Kind = ReportKind.Comparison, Candidate = "knows", Against = "invents" }, Actor.Owner, cancellation);

        var told = await history.ExportedAsync(10, cancellation);
        Assert.Equal([("comparison", "knows", "invents"), ("audit", "knows", null), ("audit", null, null)], told.Select(each => (each.Kind, each.Candidate, each.Against)));
        Assert.All(told, each => Assert.Equal(("A-0001", "html", "en", "aa"), (each.Subject, each.Format, each.Language, each.Sha256)));
    }

    public void Dispose() => _database.Dispose();
}
