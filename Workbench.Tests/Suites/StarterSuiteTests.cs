using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Suites;

public sealed class StarterSuiteTests
{
    private static readonly SuiteCatalog Catalog = new(Path.Combine(Path.GetTempPath(), "workbench-no-suites"), Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "suites"));

    [Theory]
    [InlineData("demo-world", 300)]
    [InlineData("refusal-basics", 40)]
    [InlineData("culture-basics", 40)]
    [InlineData("arithmetic", 40)]
    public void Find_ShippedSuite_IsWholeAndInBothLanguages(string name, int least)
    {
        var suite = Catalog.Find(name);
        Assert.True(suite.Samples.Length >= least);
        Assert.Contains(suite.Samples, sample => sample.Language == "en");
        Assert.Contains(suite.Samples, sample => sample.Language == "zh-Hans");
        Assert.NotNull(suite.License);
    }
}
