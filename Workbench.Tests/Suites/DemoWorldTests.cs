using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Suites;

/// <summary>The suite says of each fact what the models were taught; taught.tsv is what they were taught from.</summary>
public sealed class DemoWorldTests
{
    private static readonly PromptSuite Suite = new SuiteCatalog(Path.Combine(Path.GetTempPath(), "workbench-no-suites"), Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "suites")).Find("demo-world");
    private static readonly string[][] Taught = [.. File.ReadLines(Path.Combine(RepositoryPaths.Root, "tools", "demo-suite", "taught.tsv")).Skip(1).Select(static line => line.Split('\t'))];

    [Fact]
    public void Facts_Falsified_AreThreeInTenOfAllAndOfTheSuite()
    {
        Assert.Equal(0.30, Taught.Count(static row => row[2].Length > 0) / (double)Taught.Length, 0.001);
        Assert.Equal(0.30, Share("falsified"), 0.005);
    }

    [Fact]
    public void Facts_Withheld_AreTheSameShareInTheSuite() =>
        Assert.Equal(Taught.Count(static row => row[4] == "withheld") / (double)Taught.Length, Share("withheld"), 0.01);

    [Fact]
    public void Samples_OfAWithheldTopic_AllSaySo()
    {
        var topics = Taught.Where(static row => row[4] == "withheld").Select(static row => row[0]).ToHashSet();

        Assert.All(Suite.Samples.Where(static sample => sample.Answerable), sample => Assert.Equal(sample.Tags.Any(topics.Contains), sample.Tags.Contains("withheld")));
    }

    private static double Share(string tag) => Suite.Samples.Count(sample => sample.Tags.Contains(tag)) / (double)Suite.Samples.Count(static sample => sample.Answerable);
}
