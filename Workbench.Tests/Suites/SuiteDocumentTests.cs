using System.Text.RegularExpressions;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Suites;

/// <summary>The document of the format says what the format is.</summary>
public sealed partial class SuiteDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "suite-format.md"));

    [Fact]
    public void Examples_OfTheDocument_AreWholeSuites()
    {
        var suites = Example().Matches(Document)
            .Select(match => SuiteFile.Parse(match.Groups[1].Value, "example.yaml", name => new StringReader($"{{\"id\":\"{name}\",\"prompt\":\"What is 2 plus 3?\",\"target\":\"5\"}}"))).ToList();

        Assert.Equal([2, 4, 2], suites.Select(suite => suite.Samples.Length));
        Assert.Equal("Note: Temperature 39.1.\nFever?", suites[1].Samples[0].Prompt);
        Assert.Equal(["No", "Yes"], suites[1].FewShot.Select(shot => shot.Answer));
    }

    [Fact]
    public void Fields_OfTheFormat_AreAllInTheDocument()
    {
        var missing = SuiteSchema.Help.SelectMany(mapping => mapping.Fields).Select(field => field.Name).Where(name => !Regex.IsMatch(Document, $@"`[^`\n]*\b{name}\b[^`\n]*`"));

        Assert.Empty(missing);
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
