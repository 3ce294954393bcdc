using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Models;
using Workbench.Tests.Models;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Storage.Models;

public sealed class SqliteModelLoadsTests() : ModelLoadsTests(DatabaseKind.Sqlite);

public sealed class PostgresModelLoadsTests() : ModelLoadsTests(DatabaseKind.Postgres);

public abstract class ModelLoadsTests : IAsyncDisposable
{
    private static readonly HostSpec Chosen = new(Context: 512, Sequences: 3, Threads: 2, Device: "cuda:0", GpuLayers: 7, CacheType: "q8_0");

    private readonly TestDatabase _database;
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    protected ModelLoadsTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _folder.File("m.gguf", GgufImage.Llama().ToArray());
        _path = Path.Combine(_folder.Path, "m.gguf");
    }

    [Fact]
    public async Task Chosen_Settings_OutliveTheProgramUntilTheyAreReset()
    {
        await new LoadSettingsStore(_database.Factory, TimeProvider.System).KeepAsync(_path, Chosen, "owner", CancellationToken.None);

        // Another life of the program.
        var store = new LoadSettingsStore(_database.Factory, TimeProvider.System);
        await using var hosts = Hosts(store);
        var loads = new ModelLoads(hosts, store);
        Assert.Equal(Chosen, hosts.SpecOf("m"));
        Assert.Equal(Chosen, hosts.SpecOf(_path));
        Assert.Equal(Chosen, loads.ChosenFor("m"));

        await loads.ResetAsync("m", Actor.Owner, CancellationToken.None);
        Assert.Equal(new HostSpec(Context: 99), hosts.SpecOf("m"));
        Assert.Null(new LoadSettingsStore(_database.Factory, TimeProvider.System).Find(_path));
    }

    [Fact]
    public async Task Load_ThatFails_KeepsNothing()
    {
        var store = new LoadSettingsStore(_database.Factory, TimeProvider.System);
        await using var hosts = Hosts(store);
        await Assert.ThrowsAsync<ModelUnavailableException>(() => new ModelLoads(hosts, store).LoadAsync("m", Chosen, Actor.Owner, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Null(store.Find(_path));
    }

    [Fact]
    public async Task Measures_OfAFile_AreMediansOfTheNewest()
    {
        var store = new ModelMeasureStore(_database.Factory, TimeProvider.System);
        var file = ModelFile.Read(_path);
        Assert.Empty(await store.OfAsync(file, CancellationToken.None));
        foreach (var value in new[] { 10.0, 40, 20, 30 })
        {
            await store.AddAsync(new HostMeasure(_path, HostSpec.Default, MeasureKind.TokensPerSecond, value), file.Bytes, CancellationToken.None);
        }

        await store.AddAsync(new HostMeasure(_path, HostSpec.Default, MeasureKind.LoadSeconds, 3), file.Bytes + 1, CancellationToken.None);
        var measured = Assert.Single(await store.OfAsync(file, CancellationToken.None));
        Assert.Equal((MeasureKind.TokensPerSecond, 25.0, 4), (measured.Kind, measured.Median, measured.Count));
    }

    public async ValueTask DisposeAsync()
    {
        _database.Dispose();
        _folder.Dispose();
        await Task.CompletedTask;
        GC.SuppressFinalize(this);
    }

    private ModelHosts Hosts(LoadSettingsStore store) => new(new ModelCatalog([_folder.Path]), HostLimits.Default, new HostProgram("there-is-no-such-program"), TimeProvider.System)
    {
        Configured = static _ => new HostSpec(Context: 99),
        Kept = store.Find,
    };
}
