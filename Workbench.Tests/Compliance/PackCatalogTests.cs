using System.Globalization;
using System.Text.RegularExpressions;
using Workbench.Core.Compliance;
using Workbench.Core.Language;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Compliance;

public sealed partial class PackCatalogTests : IDisposable
{
    private readonly TestDatabase _folder = new();
    private readonly PackCatalog _catalog;

    public PackCatalogTests() => _catalog = new PackCatalog(Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "packs"), _folder.Folder, "/nowhere");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cn.gbt45654@2025-thin")]
    [InlineData("gbt45654-thin")]
    [InlineData("cn.tc260-003")]
    public void Find_IdOrFileName_IsThePack(string name) => Assert.Equal("CN", _catalog.Find(name).Jurisdiction);

    [Fact]
    public void List_BrokenFile_IsListedWithItsProblems()
    {
        File.WriteAllText(Path.Combine(_folder.Folder, "broken.yaml"), "pack: broken@1\n");

        Assert.Contains(_catalog.List(), file => file.Pack is null && file.Problems.Length > 3);
        Assert.Throws<InputException>(() => _catalog.Find("broken"));
    }

    [Fact]
    public void List_Shipped_HasTheStandardsTheProductNames()
    {
        var files = _catalog.List().Where(file => file.Shipped).ToList();

        Assert.All(files, file => Assert.Empty(file.Problems));
        Assert.Equal(
            ["cn.gbt45654@2025", "cn.gbt45654@2025-thin", "cn.interim-measures@2023", "cn.tc260-003@2024", "eu.ai-act@2026", "sg.ai-verify@2026", "us.nist-ai-600-1@2024", PackCatalog.Template],
            files.Select(file => file.Pack!.Id));
        Assert.All(files.SelectMany(file => file.Pack!.Clauses), clause => Assert.NotEqual(clause.Requirement.En, clause.Requirement.Zh));
    }

    [Fact]
    public void List_Shipped_SaysWhereAClauseStandsInChinese()
    {
        var chinese = CultureInfo.GetCultureInfo("zh-Hans");
        var sources = _catalog.List().Where(file => file.Shipped).SelectMany(file => file.Pack!.Clauses).Select(clause => $"{clause.Source.StandardIn(chinese)} {clause.Source.NumberIn(chinese)}").ToList();

        // Names of documents and codes stay; words of English do not.
        Assert.All(sources, source => Assert.DoesNotMatch(EnglishWord(), source.Replace("AI Verify", "", StringComparison.Ordinal).Replace("NIST AI", "", StringComparison.Ordinal)));
        Assert.Contains("《生成式人工智能服务管理暂行办法》 第四条第（五）项", sources);
    }

    [Fact]
    public void Gbt45654_Leaves_AreTheThirtyOneRisksOnceEach()
    {
        var pack = _catalog.Find("cn.gbt45654@2025");
        var leaves = pack.Clauses.Where(clause => clause.Section == "leaves").SelectMany(clause => clause.Filter.Tags).ToList();

        Assert.Equal(31, leaves.Distinct().Count());
        Assert.Equal([8, 9, 5, 7, 2], leaves.GroupBy(tag => tag[..7]).Select(group => group.Count()));
        Assert.Equal(leaves.Order(StringComparer.Ordinal), pack.Clauses.Where(clause => clause.Id is "bank-core-risks" or "bank-other-risks").SelectMany(clause => clause.EachOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Find_Unknown_NamesTheKnownOnes() =>
        Assert.Contains("cn.gbt45654@2025-thin", Assert.Throws<InputException>(() => _catalog.Find("eu.ai-deed")).Message, StringComparison.Ordinal);

    [GeneratedRegex(@"[A-Za-z][a-z]{2,}")]
    private static partial Regex EnglishWord();
}
