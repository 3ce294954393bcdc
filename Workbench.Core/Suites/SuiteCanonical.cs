using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Inference;

namespace Workbench.Core.Suites;

/// <summary>The one form of a suite that its hash is taken over: JSON in the shape of a suite file, prompts filled in, fields in fixed order, defaults left out.</summary>
public static class SuiteCanonical
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>SHA-256 of the canonical form, 64 lower-case hexadecimal digits.</summary>
    public static string Hash(PromptSuite suite) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(suite))));

    public static string Write(PromptSuite suite)
    {
        var root = new JsonObject { ["name"] = suite.Name, ["version"] = suite.Version, ["language"] = suite.Language };
        Add(root, "region", suite.Region);
        Add(root, "description", suite.Description);
        Add(root, "license", suite.License);
        Add(root, "fieldOfUse", suite.FieldOfUse);
        Add(root, "system", suite.System);
        root["generate"] = Settings(suite.Settings);
        root["repeats"] = suite.Repeats;
        Add(root, suite.Scorers);
        root["samples"] = new JsonArray([.. suite.Samples.Select(sample => Sample(sample, suite))]);
        return root.ToJsonString(Options);
    }

    private static JsonObject Settings(GenerateSettings settings)
    {
        var root = new JsonObject
        {
            ["maxTokens"] = settings.MaxTokens,
            ["temperature"] = settings.Temperature,
            ["topP"] = settings.TopP,
            ["topK"] = settings.TopK,
            ["minP"] = settings.MinP,
        };
        if (settings.Seed is { } seed)
        {
            root["seed"] = seed;
        }

        Add(root, "stop", settings.Stop);
        Add(root, "jsonSchema", settings.JsonSchema);
        return root;
    }

    private static JsonObject Sample(Sample sample, PromptSuite suite)
    {
        var root = new JsonObject { ["id"] = sample.Id, ["prompt"] = sample.Prompt };
        Add(root, "choices", sample.Choices);
        if (sample.TargetChoice is { } choice)
        {
            root["target"] = choice;
        }
        else
        {
            Add(root, "target", sample.Targets);
        }

        Add(root, "distractors", sample.Distractors);
        if (!sample.Answerable)
        {
            root["answerable"] = false;
        }

        if (sample.ShouldRefuse is { } refuse)
        {
            root["shouldRefuse"] = refuse;
        }

        Add(root, "language", sample.Language == suite.Language ? null : sample.Language);
        Add(root, "region", sample.Region == suite.Region ? null : sample.Region);
        Add(root, "system", sample.System);
        Add(root, "cluster", sample.Cluster);
        Add(root, "tags", sample.Tags);
        Add(root, sample.Scorers);
        return root;
    }

    private static void Add(JsonObject root, string name, string? text)
    {
        if (text is not null)
        {
            root[name] = text;
        }
    }

    private static void Add(JsonObject root, string name, ImmutableArray<string> texts)
    {
        if (!texts.IsEmpty)
        {
            root[name] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]);
        }
    }

    private static void Add(JsonObject root, ImmutableArray<ScorerSpec> scorers)
    {
        if (!scorers.IsEmpty)
        {
            root["scorers"] = new JsonArray([.. scorers.Select(Scorer)]);
        }
    }

    private static JsonObject Scorer(ScorerSpec scorer)
    {
        var root = new JsonObject { ["kind"] = scorer.Kind };
        foreach (var (name, text) in scorer.Settings)
        {
            root[name] = text;
        }

        return root;
    }
}
