using System.Globalization;
using System.Text.Json;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs.Outputs;

/// <summary>Answers as lines of fields. Names of fields are those that programs of the field use.</summary>
internal static class OutputRows
{
    private static readonly string[] Samples = ["sample", "sample_id", "id"];
    private static readonly string[] Texts = ["answer", "output", "response", "completion", "prediction"];
    private static readonly string[] Prompts = ["prompt", "question", "input"];
    private static readonly string[] Candidates = ["candidate", "model"];

    public static IEnumerable<GivenOutput> JsonLines(string path, List<InputProblem> problems)
    {
        var line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (text.AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            if (JsonRow(text) is not { } row)
            {
                problems.Add(new InputProblem(new Phrase("Runs.OutputsNotJson"), path, line));
                continue;
            }

            using (row)
            {
                if (Row(name => Field(row.RootElement, name), Tokens(row.RootElement), path, line, problems) is { } output)
                {
                    yield return output;
                }
            }
        }
    }

    public static IEnumerable<GivenOutput> Csv(string path, List<InputProblem> problems)
    {
        using var reader = new StreamReader(path);
        Dictionary<string, int>? columns = null;
        foreach (var (line, fields) in CsvRows.Read(reader))
        {
            if (fields is null)
            {
                problems.Add(new InputProblem(new Phrase("Runs.OutputsQuoteOpen"), path, line));
                yield break;
            }

            if (columns is null)
            {
                columns = fields.Index().DistinctBy(field => field.Item.Trim(), StringComparer.OrdinalIgnoreCase).ToDictionary(field => field.Item.Trim(), field => field.Index, StringComparer.OrdinalIgnoreCase);
                if (!Samples.Concat(Prompts).Any(columns.ContainsKey) || !Texts.Any(columns.ContainsKey))
                {
                    problems.Add(new InputProblem(new Phrase("Runs.OutputColumns", string.Join(", ", fields)), path, line, Hint: Expected));
                    yield break;
                }
            }
            else if (Row(name => columns.TryGetValue(name, out var at) && at < fields.Length ? fields[at] : null, null, path, line, problems) is { } output)
            {
                yield return output;
            }
        }
    }

    private static Phrase Expected => new("Runs.OutputFieldsAre", string.Join(", ", Samples), string.Join(", ", Texts), string.Join(", ", Prompts));

    private static GivenOutput? Row(Func<string, string?> field, ModelUsage? usage, string path, int line, List<InputProblem> problems)
    {
        var (sample, prompt, text, error) = (First(field, Samples), First(field, Prompts), First(field, Texts), field("error"));
        if ((sample is null && prompt is null) || (text is null && string.IsNullOrEmpty(error)))
        {
            problems.Add(new InputProblem(new Phrase(sample is null && prompt is null ? "Runs.OutputWithoutSample" : "Runs.OutputWithoutText"), path, line, Hint: Expected));
            return null;
        }

        int? repeat = null;
        if (field("repeat") is { Length: > 0 } number)
        {
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var given))
            {
                problems.Add(new InputProblem(new Phrase("Runs.OutputRepeat", number), path, line, "repeat"));
                return null;
            }

            repeat = given;
        }

        return new GivenOutput(First(field, Candidates), sample, prompt, repeat, text, string.IsNullOrEmpty(error) ? null : error, usage, null, "sample", line);
    }

    private static string? First(Func<string, string?> field, string[] names) => names.Select(field).FirstOrDefault(value => value is not null);

    private static JsonDocument? JsonRow(string text)
    {
        try
        {
            var row = JsonDocument.Parse(text);
            if (row.RootElement.ValueKind == JsonValueKind.Object)
            {
                return row;
            }

            row.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Field(JsonElement row, string name) => !row.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static ModelUsage? Tokens(JsonElement row) => row.TryGetProperty("tokens", out var tokens) && tokens.ValueKind == JsonValueKind.Object ? new ModelUsage(Whole(tokens, "prompt"), Whole(tokens, "promptCached"), Whole(tokens, "completion")) : null;

    internal static int Whole(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 ? number : 0;
}
