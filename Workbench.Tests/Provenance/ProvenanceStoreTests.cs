using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Provenance;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Log;
using Workbench.Core.Storage.Models;
using Workbench.Core.Storage.Provenance;
using Workbench.Tests.Models;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Provenance;

public sealed class SqliteProvenanceStoreTests() : ProvenanceStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresProvenanceStoreTests() : ProvenanceStoreTests(DatabaseKind.Postgres);

public abstract class ProvenanceStoreTests : IDisposable
{
    private static readonly Actor Officer = new("officer", "Ada", [Role.ComplianceOfficer]);

    private readonly TestDatabase _database;
    private readonly TemporaryFolder _models = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 9, 0, 0, TimeSpan.Zero));
    private readonly ProvenanceStore _store;
    private readonly ModelHashes _hashes;

    protected ProvenanceStoreTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _store = new ProvenanceStore(_database.Factory, _time);
        _hashes = new ModelHashes(new ModelHashStore(_database.Factory));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _hashes.Dispose();
        _models.Dispose();
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Set_TwoChanges_AreTwoVersionsAndTwoEntriesWithoutWhatWasSaid()
    {
        await _store.SetAsync(Given.Card("m"), 0, Given.Statement("""{"developer":"Lin at Lab","contact":"lin@example.org"}"""), Officer, Cancellation);
        _time.Advance(TimeSpan.FromHours(1));
        var second = await _store.SetAsync(Given.Card("m"), 1, Given.Statement("""{"developer":"Lin at Lab","country":"CN"}"""), Officer, Cancellation);

        Assert.Equal(["country", "contact"], second.Changed);
        Assert.Equal([(2, "officer"), (1, "officer")], (await _store.HistoryAsync(Given.Sha('a'), Cancellation)).Select(version => (version.Version, version.By)));
        Assert.Equal(second.Statement.Sha256, (await _store.FindAsync(Given.Sha('a'), Cancellation))!.Statement.Sha256);
        Assert.Equal([2], (await _store.ListAsync(Cancellation)).Select(version => version.Version));
        var log = new LogStore(_database.Factory, new Workspace(_database.Folder), _time);
        var entries = await log.ListAsync(10, subject: Given.Sha('a'), cancellation: Cancellation);
        Assert.Equal(["provenance.stated", "provenance.stated"], entries.Select(entry => entry.Kind));
        Assert.All(entries, entry => Assert.DoesNotContain("Lin", System.Text.Encoding.UTF8.GetString(entry.Body), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Set_OnAnOldVersionOrWithoutChange_IsRefusedAndKeepsNothing()
    {
        await _store.SetAsync(Given.Card("m"), 0, Given.Statement("""{"country":"CN"}"""), Officer, Cancellation);

        var late = await Assert.ThrowsAsync<InputException>(() => _store.SetAsync(Given.Card("m"), 0, Given.Statement("""{"country":"FR"}"""), Officer, Cancellation));
        var same = await Assert.ThrowsAsync<InputException>(() => _store.SetAsync(Given.Card("m"), 1, Given.Statement("""{"country":"CN"}"""), Officer, Cancellation));
        var gone = await Assert.ThrowsAsync<InputException>(() => _store.SetAsync(new ProvenanceCard(Given.Sha('b'), "gone", null, FileFacts.None, null), 0, Given.Statement("""{"country":"CN"}"""), Officer, Cancellation));

        Assert.Equal(["Provenance.ChangedMeanwhile", "Provenance.NothingChanged", "Provenance.NotHere"], new[] { late, same, gone }.Select(refused => refused.Problems[0].Message.Key));
        Assert.Single(await _store.HistoryAsync(Given.Sha('a'), Cancellation));
    }

    [Fact]
    public async Task Set_TwoAtOnce_OneIsKept()
    {
        var tries = await Task.WhenAll(new[] { "CN", "FR" }.Select(async country =>
        {
            try
            {
                return await _store.SetAsync(Given.Card("m"), 0, Given.Statement($$"""{"country":"{{country}}"}"""), Officer, Cancellation);
            }
            catch (InputException)
            {
                return null;
            }
        }));

        Assert.Single(tries, kept => kept is not null);
        Assert.Single(await _store.HistoryAsync(Given.Sha('a'), Cancellation));
    }

    [Fact]
    public async Task Dossiers_FileReplacedAfterItsCard_TellsOnBothSides()
    {
        _models.File("m.gguf", GgufImage.Llama(changed: new Dictionary<string, object?> { ["general.organization"] = "Lab" }).ToArray());
        var before = await Dossiers().FindAsync("m", Cancellation);
        await _store.SetAsync(before.Card, 0, Given.Statement("""{"country":"CN"}"""), Officer, Cancellation);
        _models.File("m.gguf", GgufImage.Llama(changed: new Dictionary<string, object?> { ["general.organization"] = "Another" }).ToArray());
        File.SetLastWriteTimeUtc(Path.Combine(_models.Path, "m.gguf"), DateTime.UtcNow.AddMinutes(5));

        var now = await Dossiers().FindAsync("m", Cancellation);
        var then = (await Dossiers().OfAsync(before.Card.Sha256!, Cancellation))!;

        Assert.NotEqual(before.Card.Sha256, now.Card.Sha256);
        Assert.Equal((before.Card.Sha256, null), (now.OtherWeights, now.Card.Stated));
        Assert.Equal((now.Card.Sha256, null), (then.OtherWeights, then.Card.File));
        Assert.Equal(2, (await Dossiers().CardsAsync(Cancellation)).Count(card => card.Name == "m"));
        Assert.Null(before.OtherWeights);
    }

    [Fact]
    public async Task Dossiers_PathWhereOnlyNamesAreTaken_IsNotRead()
    {
        using var elsewhere = new TemporaryFolder();
        var path = elsewhere.File("other.gguf", GgufImage.Llama().ToArray());

        await Assert.ThrowsAsync<InputException>(() => Dossiers().FindAsync(path, Cancellation, cataloguedOnly: true));
        Assert.Equal("other", (await Dossiers().FindAsync(path, Cancellation)).Card.Name);
    }

    private ProvenanceDossiers Dossiers() => new(new ModelCatalog([_models.Path]), new ModelHashStore(_database.Factory), _hashes, _store, _database.Factory, Given.Licences, Given.Rules);
}
