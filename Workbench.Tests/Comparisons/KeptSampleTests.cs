using Workbench.Core.Comparisons;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;

namespace Workbench.Tests.Comparisons;

public sealed class KeptSampleTests : IDisposable
{
    private const string Hostile = "Say \"x\": {{name}} # not a comment\n- no list\n\t\u0000… 为什么？";
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "workbench-tests", Guid.NewGuid().ToString("n"));

    [Theory]
    [InlineData("Paris", "includes")]
    [InlineData(null, "refusal")]
    public void Begin_AnyQuestion_IsASuiteWithThatSample(string? target, string scorer)
    {
        var suite = SuiteFile.Parse(new KeptSample(Hostile.Replace("\0", "", StringComparison.Ordinal), target, "Be brief.", "zh-Hans").Begin("my kept"), "my kept");

        var sample = Assert.Single(suite.Samples);
        Assert.Equal(("my kept", 1, "zh-Hans", scorer), (suite.Name, suite.Version, suite.Language, suite.Scorers.Single().Kind));
        Assert.Equal((Hostile.Replace("\0", "", StringComparison.Ordinal), target, "Be brief."), (sample.Prompt, sample.Targets.FirstOrDefault(), sample.System));
    }

    [Fact]
    public void Extend_Kept_IsTheNextVersionAndTheOldOneStays()
    {
        var catalog = new SuiteCatalog(_folder, _folder + "-none");
        var folder = new SuiteFolder(_folder, catalog);
        var first = folder.Add(new KeptSample("Capital of France?", "Paris", null, "en").Begin("kept"), "kept", Actor.Owner);

        var second = folder.Add(new KeptSample("Capital of France, please?", null, null, "en").Extend(first, 1), "kept", Actor.Owner);
        var third = folder.Add(new KeptSample("法国的首都？", "巴黎", null, "zh-Hans").Extend(second, 2), "kept", Actor.Owner);

        Assert.Equal([1, 2, 3], new[] { first, second, third }.Select(suite => suite.Version));
        Assert.Equal(["capital-of-france", "capital-of-france-please", "法国的首都"], third.Samples.Select(sample => sample.Id));
        Assert.Equal("refusal", third.Samples[1].Scorers.Single().Kind);
        Assert.Equal("zh-Hans", third.Samples[2].Language);
        Assert.Equal(first.Sha256, catalog.Find("kept@1").Sha256);
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Extend_WithAQuestionThatIsThere_SaysSo()
    {
        var suite = SuiteFile.Parse(new KeptSample("Why?", "Because", null, "en").Begin("kept"), "kept");

        var wrong = Assert.Throws<InputException>(() => new KeptSample("Why?", "Or not", null, "en").Extend(suite, 1));

        Assert.Equal("Comparisons.SampleThere", wrong.Problems.Single().Message.Key);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
