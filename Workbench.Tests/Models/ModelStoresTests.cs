using System.Text;
using Workbench.Core.Models;
using Workbench.Core.Models.Gguf;
using Workbench.Core.Models.Stores;

namespace Workbench.Tests.Models;

public sealed class ModelStoresTests : IDisposable
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly byte[] Whole = GgufImage.Llama().ToArray();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Search_OfOllamasFolder_NamesBlobsByTheirManifests()
    {
        _folder.File($"models/blobs/{Digest.Replace(':', '-')}", Whole);
        Manifest("models/manifests/registry.ollama.ai/library/qwen2.5/0.5b", Digest);
        Manifest("models/manifests/hf.co/owner/thing/latest", Digest[..^1] + "0");
        _folder.File("models/manifests/registry.ollama.ai/library/odd/latest", "{\"layers\":[{\"mediaType\":\"application/vnd.ollama.image.model\",\"digest\":\"../../etc/passwd\"},7]}"u8.ToArray());
        _folder.File("models/manifests/registry.ollama.ai/library/odd/broken", "{"u8.ToArray());
        var scan = Search();

        var model = Assert.Single(scan.Models);
        Assert.Equal(("qwen2.5:0.5b", ModelStore.Ollama, "registry.ollama.ai/library/qwen2.5", "0.5b"), (model.Name, model.Origin!.Store, model.Origin.Repository, model.Origin.Reference));
        Assert.True(model.IsUsable);
        Assert.Equal(["Models.BlobMissing", "Models.ManifestNotRead"], scan.Problems.Select(problem => problem.Message.Key).Order());
        Assert.Equal("hf.co/owner/thing:latest", scan.Problems.Single(problem => problem.Message.Key == "Models.BlobMissing").Message.Arguments[0]);
    }

    [Fact]
    public void Search_OfTheHubsCache_FollowsSnapshotsToBlobsOnce()
    {
        var blob = _folder.File("hub/models--Qwen--Qwen2.5-GGUF/blobs/abc", Whole);
        foreach (var revision in (string[])["r1", "r2"])
        {
            Link($"hub/models--Qwen--Qwen2.5-GGUF/snapshots/{revision}/qwen.gguf", blob);
        }

        Link("hub/models--Qwen--Qwen2.5-GGUF/snapshots/r2/gone.gguf", blob + "-not-there");
        _folder.File("hub/datasets--x--y/snapshots/r/data.txt", [1]);
        var models = Search().Models;

        Assert.Equal(["gone", "qwen"], models.Select(model => model.Name));
        Assert.Equal("Models.LinkBroken", Assert.Single(models[0].Problems).Message.Key);
        Assert.Equal((ModelStore.HuggingFace, "Qwen/Qwen2.5-GGUF"), (models[1].Origin!.Store, models[1].Origin!.Repository));
        Assert.True(models[1].IsUsable);
    }

    [Fact]
    public void Search_OfLmStudiosFolder_KnowsOwnerAndModel()
    {
        _folder.File(".lmstudio/models/lmstudio-community/Qwen2.5-GGUF/qwen-q4.gguf", Whole);
        var origin = Assert.Single(Search().Models).Origin!;

        Assert.Equal((ModelStore.LmStudio, "lmstudio-community/Qwen2.5-GGUF"), (origin.Store, origin.Repository));
    }

    [Fact]
    public void Search_WithLoopsAndLockedFolders_ComesToAnEnd()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        _folder.File("a/m.gguf", Whole);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "a", "again"), _folder.Path);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "a", "self.gguf"), Path.Combine(_folder.Path, "a", "self.gguf"));
        var missing = Path.Combine(_folder.Path, "none");
        var scan = new ModelCatalog([_folder.Path, missing]).Search();

        Assert.Equal(["m", "self"], scan.Models.Where(model => model.Origin!.Store != ModelStore.Demonstration).Select(model => model.Name));
        Assert.Equal("Models.NoFolder", Assert.Single(scan.Problems).Message.Key);
    }

    [Fact]
    public void Search_OfAFolderThatIsLocked_TellsIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "nothing is locked for this person");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var locked = Directory.CreateDirectory(Path.Combine(_folder.Path, "locked"));
        File.SetUnixFileMode(locked.FullName, UnixFileMode.None);
        Assert.Equal("Models.FolderNotReadable", Assert.Single(Search().Problems).Message.Key);
        File.SetUnixFileMode(locked.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Theory]
    [InlineData("通义千问-0.5B")]
    [InlineData("🦙 model")]
    [InlineData("نموذج-عربي")]
    [InlineData("a:b (1)")]
    public void Search_OfNamesInAnyScript_KeepsThem(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "some of these characters are not allowed there");
        _folder.File($"{name}/{name}.gguf", Whole);
        var model = Assert.Single(Search().Models);

        Assert.Equal(name, model.Name);
        Assert.True(model.IsUsable);
    }

    [Fact]
    public void Search_OfOtherKinds_NamesEachAsWhatItIs()
    {
        _folder.File("adapter.gguf", new GgufImage().Field("general.type", "adapter").Field("general.architecture", "llama").Tensor("blk.0.attn_q.weight.lora_a", [8, 4]).ToArray());
        _folder.File("imatrix.gguf", new GgufImage().Field("general.type", "imatrix").Tensor("blk.0.attn_q.weight.in_sum2", [8, 4]).ToArray());
        _folder.File("mmproj.gguf", new GgufImage().Field("general.architecture", "clip").Tensor("v.blk.0.weight", [8, 4]).ToArray());
        _folder.File("old-adapter.gguf", new GgufImage().Field("general.architecture", "llama").Tensor("blk.0.attn_q.weight.lora_a", [8, 4]).ToArray());
        var models = Search().Models;

        Assert.Equal([GgufKind.Adapter, GgufKind.ImportanceMatrix, GgufKind.Projector, GgufKind.Adapter], models.Select(model => model.Facts!.Kind));
        Assert.All(models, model => Assert.False(model.IsUsable));
    }

    [Fact]
    public void Recent_SoonAfterASearch_IsThatSearch()
    {
        var catalog = new ModelCatalog([_folder.Path]);
        var scan = catalog.Search();

        Assert.Same(scan, catalog.Recent());
        _folder.File("new.gguf", Whole);
        Assert.Contains(catalog.Scan(), model => model.Name == "new");
    }

    private CatalogScan Search()
    {
        var scan = new ModelCatalog([_folder.Path]).Search();
        return scan with { Models = [.. scan.Models.Where(model => model.Origin!.Store != ModelStore.Demonstration)] };
    }

    private void Manifest(string path, string digest) =>
        _folder.File(path, Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"{{digest}}","size":1},{"mediaType":"application/vnd.ollama.image.license","digest":"{{digest}}"}]}"""));

    private void Link(string path, string target)
    {
        var full = Path.Combine(_folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
    }
}
