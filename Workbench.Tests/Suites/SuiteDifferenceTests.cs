using Workbench.Core.Suites;

namespace Workbench.Tests.Suites;

public sealed class SuiteDifferenceTests
{
    private const string First = "name: a\nversion: 1\nscorers: [exact]\nsamples:\n  - { id: x, prompt: q, target: t }\n  - { id: y, prompt: q, target: t, tags: [a] }\n  - { id: z, prompt: q, target: t }";

    [Fact]
    public void Of_TwoVersions_TellsSamplesAndFieldsApart()
    {
        var difference = Between(First, "name: a\nversion: 2\nsystem: s\ngenerate: { temperature: 1 }\nscorers: [exact]\nsamples:\n  - { id: y, prompt: q2, target: [t, u] }\n  - { id: x, prompt: q, target: t }\n  - { id: new, prompt: q, target: t }");

        Assert.Equal([new FieldChange("version", "1", "2"), new FieldChange("system", null, "s"), new FieldChange("generate.temperature", "0", "1")], difference.Fields.OrderBy(change => change.Name == "version" ? 0 : change.Name == "system" ? 1 : 2));
        Assert.Equal(["new"], difference.Added.Select(sample => sample.Id));
        Assert.Equal(["z"], difference.Removed.Select(sample => sample.Id));
        Assert.Equal([new FieldChange("prompt", "q", "q2"), new FieldChange("target", "t", "t\nu"), new FieldChange("tags", "a", null)], Assert.Single(difference.Changed).Fields);
        Assert.Equal((1, true), (difference.Same, difference.IsReordered));
    }

    [Fact]
    public void Of_LanguageOfTheSuiteChanged_SamplesThatTookItCount()
    {
        var difference = Between(First, "language: zh-Hans\n" + First);

        Assert.Equal(3, difference.Changed.Length);
        Assert.Equal(new FieldChange("language", "en", "zh-Hans"), difference.Changed[0].Fields[0]);
    }

    [Fact]
    public void Of_SameContent_IsEmpty() => Assert.True(Between(First, First + "\n").IsEmpty);

    private static SuiteDifference Between(string before, string after) => SuiteDifference.Of(SuiteFile.Parse(before, "a.yaml"), SuiteFile.Parse(after, "b.yaml"));
}
