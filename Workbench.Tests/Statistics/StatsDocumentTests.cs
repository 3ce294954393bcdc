using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbench.Cli;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Statistics;

/// <summary>docs/statistics.md says what the operations take and give; its examples are run.</summary>
public sealed partial class StatsDocumentTests
{
    public static TheoryData<string> Names => [.. StatsOperation.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Example_OfEachOperation_GivesWhatIsWritten(string name)
    {
        var section = Sections()[name];
        var blocks = Block().Matches(section);
        Assert.True(blocks.Count >= 2 && blocks.Count % 2 == 0, "Examples come in pairs of input and output.");
        for (var i = 0; i < blocks.Count; i += 2)
        {
            var actual = StatsOperation.Named(name).Run(blocks[i].Groups[1].Value, "-");
            Compare(JsonNode.Parse(blocks[i + 1].Groups[1].Value), JsonNode.Parse(actual.ToJsonString()), "$");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Section_OfEachOperation_NamesEveryField(string name) =>
        Assert.All(StatsOperation.Named(name).Fields, field => Assert.Contains($"`{field}`", Sections()[name] + Common(), StringComparison.Ordinal));

    [Fact]
    public void Document_Sections_AreOperations() => Assert.Equal(StatsOperation.All.Select(operation => operation.Name).Order(), Sections().Keys.Order());

    private static string Document => File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "statistics.md"));

    /// <summary>What is said once, before the operations.</summary>
    private static string Common() => Document[..Document.IndexOf("\n### ", StringComparison.Ordinal)];

    private static Dictionary<string, string> Sections() =>
        Document.Split("\n### ").Skip(1).ToDictionary(section => section[..section.IndexOf('\n', StringComparison.Ordinal)].Trim('`', ' '), section => section);

    private static void Compare(JsonNode? expected, JsonNode? actual, string path)
    {
        switch (expected)
        {
            case JsonObject wanted:
                Assert.Equal(wanted.Select(field => field.Key), Assert.IsType<JsonObject>(actual).Select(field => field.Key));
                foreach (var (key, value) in wanted)
                {
                    Compare(value, actual[key], $"{path}.{key}");
                }

                break;
            case JsonArray wanted:
                Assert.Equal(wanted.Count, Assert.IsType<JsonArray>(actual).Count);
                for (var i = 0; i < wanted.Count; i++)
                {
                    Compare(wanted[i], actual[i], $"{path}[{i}]");
                }

                break;
            case JsonValue wanted when wanted.GetValueKind() == JsonValueKind.Number:
                Golden.Near(wanted.GetValue<double>(), actual?.GetValue<double>(), Golden.RootFound, path);
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{path}: {expected} is not {actual}");
                break;
        }
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
