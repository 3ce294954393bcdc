using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Models.Gguf;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Models;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scan_WithNoFolders_ListsTheDemonstrationModelsWithTheirCards()
    {
        var models = new ModelCatalog([]).Scan();

        Assert.Equal(["demo-invents", "demo-judge", "demo-knows", "demo-knows-harbour", "demo-refuses"], models.Select(model => model.Name));
        Assert.All(models, model => Assert.Equal(model.Name != "demo-knows-harbour", model.IsUsable));
        Assert.DoesNotContain("demo-knows-harbour", new ModelCatalog([]).Names);
        Assert.All(models, model => Assert.NotNull(model.Card));
    }

    [Fact]
    public void Scan_WithADamagedFile_ListsItWithItsProblem()
    {
        _folder.File("sub/good.gguf", GgufImage.Llama().ToArray());
        _folder.File("sub/bad.gguf", [1, 2, 3]);
        var models = Scan();

        Assert.Equal(["bad", "good"], models.Select(model => model.Name));
        Assert.Equal("Models.TooShort", models[0].Problems[0].Message.Key);
        Assert.True(models[1].IsUsable);
    }

    [Fact]
    public void Scan_WithALinkToTheSameFile_ListsItOnce()
    {
        var path = _folder.File("a.gguf", GgufImage.Llama().ToArray());
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "b.gguf"), path);

        Assert.Single(Scan());
    }

    [Fact]
    public void Scan_WithTwoFilesOfOneName_GivesEachItsOwn()
    {
        _folder.File("x/m.gguf", GgufImage.Llama().ToArray());
        _folder.File("y/m.gguf", GgufImage.Llama().ToArray());

        Assert.Equal(2, Scan().Select(model => model.Name).Distinct().Count());
    }

    [Fact]
    public void Scan_WithASplitModel_ListsOneAndMissesTheLostPart()
    {
        var part = new GgufImage().Field("general.architecture", "llama").Field("split.count", 2u).Field("general.type", "adapter").Tensor("t.weight", [8, 2]).ToArray();
        _folder.File("m-00001-of-00002.gguf", part);
        Assert.Equal("Models.PartMissing", Assert.Single(Scan()).Problems[0].Message.Key);

        _folder.File("m-00002-of-00002.gguf", part);
        var model = Assert.Single(Scan());
        Assert.Equal(("m", 2, 32L, 2L * part.Length), (model.Name, model.Parts.Length, model.Parameters, model.Bytes));
        Assert.Empty(model.Problems);
    }

    [Fact]
    public void Find_ByNameAnyCaseOrPath_FindsIt()
    {
        var path = _folder.File("m.gguf", GgufImage.Llama().ToArray());
        var catalog = new ModelCatalog([]);

        Assert.Equal("demo-knows", catalog.Find("Demo-Knows").Name);
        Assert.Equal(path, catalog.Find(path).Path);
        var problem = Assert.Throws<InputException>(() => catalog.Find("nothing")).Problems[0];
        Assert.Contains("demo-knows", problem.Hint!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hash_OfAFile_IsReadAgainOnlyWhenItChanged()
    {
        var path = _folder.File("m.gguf", GgufImage.Llama().ToArray());
        using var hashes = new ModelHashes(new MemoryHashStore());
        var first = await hashes.OfAsync(ModelFile.Read(path), TestContext.Current.CancellationToken);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), first);

        File.WriteAllBytes(path, GgufImage.Llama(blocks: 1).ToArray());
        Assert.NotEqual(first, await hashes.OfAsync(ModelFile.Read(path), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Card_WithMistakes_TellsAllOfThemByLine()
    {
        var problems = Assert.Throws<InputException>(() => ModelCardFile.Parse("about: { en: x }\nlanguages: en\ncolour: red\n", "m.card.yaml")).Problems;

        Assert.Equal(["CardFieldMissing", "CardNotBoth", "CardNotList", "CardUnknownField"], problems.Select(problem => problem.Message.Key["Models.".Length..]).Order());
        Assert.Equal(3, problems.Single(problem => problem.Field == "colour").Line);
    }

    [Fact]
    public void Read_OfEveryDemonstrationModel_PassesTheChecksBeforeLoading() =>
        Assert.All(Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "models"), "*.gguf").Where(path => !path.EndsWith("-harbour.gguf", StringComparison.Ordinal)), path => Assert.Equal(GgufKind.Model, GgufFile.ReadLoadable(path).Kind));

    private System.Collections.Immutable.ImmutableArray<ModelFile> Scan() => [.. new ModelCatalog([_folder.Path]).Scan().Where(model => !model.Name.StartsWith("demo-", StringComparison.Ordinal))];
}
