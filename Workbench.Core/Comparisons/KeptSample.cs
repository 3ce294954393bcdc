using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Comparisons;

/// <summary>A question of a comparison that is kept as a sample of a suite.</summary>
/// <param name="Target">The accepted reference; null keeps the question alone.</param>
/// <param name="System">System prompt it was asked with; null for none.</param>
/// <param name="Language">BCP 47 tag of the question.</param>
public sealed partial record KeptSample(string Prompt, string? Target, string? System, string Language)
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a new suite with this sample alone. With a target the answer must include it; without one the answers are only looked at for refusals.</summary>
    public string Begin(string name) => Write(
        new JsonObject
        {
            ["name"] = name,
            ["version"] = 1,
            ["language"] = Language,
            ["scorers"] = new JsonArray(new JsonObject { ["kind"] = Target is null ? "refusal" : "includes" }),
        },
        [Sample([], Language, Target is null ? "refusal" : null)]);

    /// <summary>The text of the suite's next version, with this sample at its end. A version that exists stays as it is: runs and decisions name it.</summary>
    /// <param name="latest">Highest version there is of the suite.</param>
    /// <exception cref="InputException">The suite has this question already.</exception>
    public string Extend(PromptSuite suite, int latest)
    {
        if (suite.Samples.Any(sample => sample.Prompt == Prompt && sample.System == System))
        {
            throw new InputException(new InputProblem(new Phrase("Comparisons.SampleThere", suite.Name), Field: "prompt"));
        }

        var root = JsonNode.Parse(SuiteCanonical.Write(suite))!.AsObject();
        root["version"] = latest + 1;
        var samples = root["samples"]!.AsArray().Select(sample => sample!.AsObject()).ToList();
        root.Remove("samples");
        var judges = suite.Scorers.Any(scorer => Target is not null || !ScorerSyntax.Known[scorer.Kind].NeedsTarget) && !suite.Scorers.Any(scorer => ScorerSyntax.Known[scorer.Kind].NeedsChoices);
        samples.Add(Sample([.. suite.Samples.Select(sample => sample.Id)], suite.Language, judges ? null : Target is null ? "refusal" : "includes"));
        return Write(root, samples);
    }

    private JsonObject Sample(ImmutableHashSet<string> taken, string suiteLanguage, string? scorer)
    {
        var stem = Slug().Replace(Prompt.Normalize(NormalizationForm.FormKC).ToLowerInvariant(), "-").Trim('-');
        stem = stem.Length > 40 ? stem[..40].Trim('-') : stem;
        stem = stem.Length == 0 ? "sample" : stem;
        var id = stem;
        for (var number = 2; taken.Contains(id); number++)
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
        }

        var sample = new JsonObject { ["id"] = id, ["prompt"] = Prompt };
        if (Target is not null)
        {
            sample["target"] = Target;
        }

        if (Language != suiteLanguage)
        {
            sample["language"] = Language;
        }

        if (System is not null)
        {
            sample["system"] = System;
        }

        if (scorer is not null)
        {
            sample["scorers"] = new JsonArray(new JsonObject { ["kind"] = scorer });
        }

        return sample;
    }

    // JSON is YAML: quotes and escapes are those of the serialiser, whatever the question holds.
    private static string Write(JsonObject root, IEnumerable<JsonObject> samples)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in root)
        {
            text.Append(name).Append(": ").Append(value!.ToJsonString(Options)).Append('\n');
        }

        text.Append("samples:\n");
        foreach (var sample in samples)
        {
            text.Append("  - ").Append(sample.ToJsonString(Options)).Append('\n');
        }

        return text.ToString();
    }

    [GeneratedRegex(@"[^a-z0-9\u4e00-\u9fff]+", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();
}
