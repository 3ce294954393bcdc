using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Suites;

public sealed class SuiteSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(SuiteSchema.Write());

    public static TheoryData<string> Shipped => [.. Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "suites"), "*.yaml").Select(path => Path.GetFileName(path))];

    [Theory, MemberData(nameof(Shipped))]
    public void Write_ShippedSuite_IsValid(string file) => Assert.Empty(Complaints(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "suites", file))));

    [Fact]
    public void Write_SuiteThatUsesEveryField_IsValid()
    {
        Assert.Empty(Complaints(SuiteFormatTests.Everything));
        Assert.Empty(Complaints(SuiteYaml.Write(SuiteFile.Parse(SuiteFormatTests.Everything, "e.yaml"))));
    }

    [Theory]
    [InlineData("name: a\nlangage: en\nscorers: [exact]\nsamples: [ { id: x, prompt: q, target: t } ]")]
    [InlineData("scorers: [exact]\nsamples: [ { id: x, prompt: q, target: t } ]")]
    [InlineData("name: a\nscorers: [ { kind: exakt } ]\nsamples: [ { id: x, prompt: q, target: t } ]")]
    [InlineData("name: a\nscorers: [ { kind: exact, case: maybe } ]\nsamples: [ { id: x, prompt: q, target: t } ]")]
    [InlineData("name: a\nscorers: [pattern]\nsamples: [ { id: x, prompt: q, target: t } ]")]
    [InlineData("name: a\nscorers: [exact]\ngenerate: { topP: 2 }\nsamples: [ { id: x, prompt: q, target: t } ]")]
    [InlineData("name: a\nscorers: [exact]\nsamples: [ { id: x, prompt: q, target: t, tag: [a] } ]")]
    [InlineData("name: a\nscorers: [exact]\nsamples: [ { id: x, messages: [ { role: usr, content: c } ], target: t } ]")]
    [InlineData("name: a\nlanguage: english language\nscorers: [exact]\nsamples: [ { id: x, prompt: q, target: t } ]")]
    [InlineData("name: a\ncanary: short\nscorers: [exact]\nsamples: [ { id: x, prompt: q, target: t } ]")]
    public void Write_BrokenSuite_IsNotValidForSchemaAndReaderAlike(string text)
    {
        Assert.NotEmpty(Complaints(text));
        Assert.Throws<Workbench.Core.Language.InputException>(() => SuiteFile.Parse(text, "b.yaml"));
    }

    [Fact]
    public void Help_EveryField_IsDescribedInBothLanguages()
    {
        var fields = SuiteSchema.Help.SelectMany(mapping => mapping.Fields).ToList();

        Assert.True(fields.Count > 60);
        Assert.All(fields, field => Assert.NotEqual(field.Text.Key, field.Text.In(CultureInfo.GetCultureInfo("en"))));
        Assert.All(fields, field => Assert.NotEqual(field.Text.In(CultureInfo.GetCultureInfo("en")), field.Text.In(CultureInfo.GetCultureInfo("zh-Hans"))));
    }

    [Fact]
    public void Write_PublishedFile_IsWhatTheReaderKnows() =>
        Assert.Equal(SuiteSchema.Write(), File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "suite.schema.json")));

    private static IReadOnlyList<string> Complaints(string yaml)
    {
        var node = JsonNode.Parse(NodeJson.Write(YamlNodes.Read(yaml, "s.yaml")!));
        var results = Schema.Evaluate(JsonSerializer.SerializeToElement(node), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? [] : [.. (results.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))];
    }
}
