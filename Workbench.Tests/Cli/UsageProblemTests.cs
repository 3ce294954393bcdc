using System.Text.Json.Nodes;

namespace Workbench.Tests.Cli;

/// <summary>The real executable with lines that a person mistypes: nothing is done, and what is wrong is named.</summary>
public sealed class UsageProblemTests
{
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("--models", "run", "demo-world", "--models", "demo-knows", "--json")]
    [InlineData("--limit", "run", "demo-world", "--json", "--limit", "abc")]
    [InlineData("--limit", "run", "demo-world", "--json", "--limit")]
    [InlineData("SUBJECT", "report", "--json")]
    [InlineData(null, "rum", "--json")]
    public async Task Run_MistypedLine_NamesWhatIsWrongAndDoesNothing(string? field, params string[] line)
    {
        var (status, output, _) = await PipedProgram.RunAsync("", line);

        var error = JsonNode.Parse(output)!["error"]!;
        Assert.Equal((2, field), (status, (string?)error["field"]));
        Assert.Contains("--help", (string?)error["hint"], StringComparison.Ordinal);
        Assert.DoesNotContain("Nullable", (string?)error["message"], StringComparison.Ordinal);
    }
}
