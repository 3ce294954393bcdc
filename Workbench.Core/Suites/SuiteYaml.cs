using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Core.Suites;

/// <summary>Writes a suite as a file that a person can go on with. It reads back to the same content, and so to the same hash.</summary>
public static class SuiteYaml
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="dataFile">Names the JSONL file that holds the samples, as <see cref="Lines"/> gives them; null writes the samples into the text.</param>
    public static string Write(PromptSuite suite, string? dataFile = null)
    {
        var root = JsonNode.Parse(SuiteCanonical.Write(suite with { Samples = [] }))!.AsObject();
        root.Remove("samples");
        if (!suite.Descriptions.IsEmpty)
        {
            root["description"] = new JsonObject(suite.Descriptions.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        if (dataFile is not null)
        {
            root["data"] = dataFile;
        }

        var text = new StringBuilder();
        YamlText.Members(text, root, 0, SuiteForms.Suite);
        if (dataFile is null)
        {
            text.Append("samples:\n");
            foreach (var sample in suite.Samples)
            {
                text.Append("  - ");
                YamlText.Members(text, Sample(sample, suite), 4, SuiteForms.Sample, started: true);
            }
        }

        return text.ToString();
    }

    /// <summary>The samples as lines of JSONL, without line ends.</summary>
    public static IEnumerable<string> Lines(PromptSuite suite) => suite.Samples.Select(sample => Sample(sample, suite).ToJsonString(Options));

    private static JsonObject Sample(Sample sample, PromptSuite suite)
    {
        var node = JsonNode.Parse(SuiteCanonical.Write(sample, suite))!.AsObject();
        var right = sample.RightChoices;
        if (right.Any(choice => sample.Choices.Contains(choice.ToString(System.Globalization.CultureInfo.InvariantCulture))))
        {
            // The index would be taken for another choice's text.
            node["target"] = right is [var only] ? sample.Choices[only] : new JsonArray([.. right.Select(choice => JsonValue.Create(sample.Choices[choice]))]);
        }

        return node;
    }
}
