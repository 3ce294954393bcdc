using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the answer is JSON and follows the setting <c>schema</c>, where there is one (JSON Schema 2020-12). A fenced block is taken as the answer unless <c>fence: refuse</c>.</summary>
/// <remarks>At most 256 KiB, 64 levels deep. Schemas may not use patterns, nor refer to other documents (<see cref="SchemaText"/>), so that no answer takes long to check.</remarks>
public sealed class JsonCheck : IScorer
{
    private const int MostCharacters = 1 << 18;
    private static readonly Regex Fence = new(@"```[A-Za-z]*[ \t]*\r?\n((?s:.*?))\r?\n[ \t]*```", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };
    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);

    public string Kind => "json-schema";

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        var fenced = spec.Setting("fence", "allow") == "allow" ? Fence.Match(answer.Text) : Match.Empty;
        var text = fenced.Success ? fenced.Groups[1].Value : answer.Text;
        if (text.Length > MostCharacters)
        {
            return this.Incorrect(null, "JsonTooLong");
        }

        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return spec.Settings.TryGetValue("schema", out var schema) ? Judge(schema, document.RootElement) : this.Correct(null, "IsJson");
        }
        catch (JsonException wrong)
        {
            return this.Incorrect(null, "NotJson", JsonWords.Of(wrong));
        }
    }

    private Score Judge(string schema, JsonElement json)
    {
        if (SchemaText.Problem(schema) is { } problem)
        {
            return this.Unscored("SchemaWrong", problem);
        }

        var judge = _schemas.GetOrAdd(schema, static text => JsonSchema.FromText(text, new BuildOptions { SchemaRegistry = new SchemaRegistry() }));
        var result = judge.Evaluate(json, new EvaluationOptions { OutputFormat = OutputFormat.List });
        if (result.IsValid)
        {
            return this.Correct(null, "FollowsSchema");
        }

        var first = (result.Details ?? []).Prepend(result).FirstOrDefault(detail => !detail.IsValid && detail.Errors is { Count: > 0 });
        return this.Incorrect(null, "BreaksSchema", first?.InstanceLocation.ToString() ?? "", first?.Errors?.Values.FirstOrDefault() ?? "");
    }
}
