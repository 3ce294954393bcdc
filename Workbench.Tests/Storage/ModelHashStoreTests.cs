using Workbench.Core.Models;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Models;
using Workbench.Tests.Models;

namespace Workbench.Tests.Storage;

public sealed class ModelHashStoreTests : IDisposable
{
    private static readonly DateTimeOffset Changed = new(2026, 1, 15, 9, 30, 5, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Find_AfterARestart_KnowsTheHashUntilSizeOrTimeChange()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var path = "/models/通义.gguf";
        await (await StoreAsync()).KeepAsync(path, 10, Changed, "aa", cancellation);
        await (await StoreAsync()).KeepAsync(path, 11, Changed, "bb", cancellation);
        var store = await StoreAsync();

        Assert.Equal("bb", await store.FindAsync(path, 11, Changed, cancellation));
        Assert.Null(await store.FindAsync(path, 10, Changed, cancellation));
        Assert.Null(await store.FindAsync(path, 11, Changed.AddTicks(1), cancellation));
    }

    [Fact]
    public async Task Hash_AskedByTwoProcesses_IsReadOnceAndKept()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var model = ModelFile.Read(_folder.File("m.gguf", GgufImage.Llama().ToArray()));
        using var first = new ModelHashes(await StoreAsync());
        var hash = await first.OfAsync(model, cancellation);
        File.WriteAllBytes(model.Path, new byte[model.Bytes]);
        File.SetLastWriteTimeUtc(model.Path, model.Changed.UtcDateTime);
        using var second = new ModelHashes(await StoreAsync());

        Assert.Equal(hash, await second.OfAsync(ModelFile.Read(model.Path) with { Changed = model.Changed }, cancellation));
    }

    private async Task<ModelHashStore> StoreAsync() => new(await new Workspace(Path.Combine(_folder.Path, "data")).OpenAsync(TestContext.Current.CancellationToken));
}
