using Workbench.Core.Compliance;
using Workbench.Core.Language;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Compliance;

public sealed class PackCatalogTests : IDisposable
{
    private readonly TestDatabase _folder = new();
    private readonly PackCatalog _catalog;

    public PackCatalogTests() => _catalog = new PackCatalog(Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "packs"), _folder.Folder, "/nowhere");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cn.gbt45654@2025-thin")]
    [InlineData("gbt45654-thin")]
    public void Find_IdOrFileName_IsThePack(string name) => Assert.Equal("CN", _catalog.Find(name).Jurisdiction);

    [Fact]
    public void List_BrokenFile_IsListedWithItsProblems()
    {
        File.WriteAllText(Path.Combine(_folder.Folder, "broken.yaml"), "pack: broken@1\n");

        Assert.Contains(_catalog.List(), file => file.Pack is null && file.Problems.Length > 3);
        Assert.Throws<InputException>(() => _catalog.Find("broken"));
    }

    [Fact]
    public void Find_Unknown_NamesTheKnownOnes() =>
        Assert.Contains("cn.gbt45654@2025-thin", Assert.Throws<InputException>(() => _catalog.Find("eu.ai-act")).Message, StringComparison.Ordinal);
}
