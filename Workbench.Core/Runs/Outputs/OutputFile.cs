using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs.Outputs;

/// <summary>Reads answers that exist already: lines of JSON or CSV with a column for the sample (or its prompt) and one for the answer, results of promptfoo, logs of Inspect.</summary>
public static class OutputFile
{
    public static readonly ImmutableArray<string> Formats = ["jsonl", "csv", "promptfoo", "inspect"];

    /// <summary>Most problems told at once.</summary>
    private const int MostProblems = 50;

    /// <summary>The answers as cells of a run of the suite, without scores.</summary>
    /// <param name="format">One of <see cref="Formats"/>; null finds it out.</param>
    /// <param name="candidate">Name of who answered, where the file does not say; null takes the file's name.</param>
    /// <exception cref="InputException">The file cannot be read, or answers cannot be told to samples; every place of it.</exception>
    public static ImmutableArray<SampleResult> Read(string path, string? format, PromptSuite suite, string? candidate, DateTimeOffset at)
    {
        if (format is not null && !Formats.Contains(format))
        {
            throw new InputException(new InputProblem(new Phrase("Runs.OutputFormatUnknown", format), Field: "--format", Hint: new Phrase("Runs.FormatsAre", string.Join(", ", Formats))));
        }

        var problems = new List<InputProblem>();
        var matching = new OutputMatching(suite, path, candidate ?? Path.GetFileNameWithoutExtension(path), at, problems);
        try
        {
            foreach (var output in Outputs(path, format ?? Guess(path), problems))
            {
                matching.Add(output);
                if (problems.Count >= MostProblems)
                {
                    break;
                }
            }
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException(new InputProblem(new Phrase("Runs.OutputsUnreadable", FailureWords.Of(broken)), path));
        }
        catch (JsonException broken)
        {
            throw new InputException(new InputProblem(new Phrase("Runs.OutputsNotJson"), path, (int?)(broken.LineNumber + 1)));
        }

        if (problems.Count == 0 && matching.Results.Length == 0)
        {
            problems.Add(new InputProblem(new Phrase("Runs.NoOutputs"), path));
        }

        return problems.Count == 0 ? matching.Results : throw new InputException([.. problems]);
    }

    private static IEnumerable<GivenOutput> Outputs(string path, string format, List<InputProblem> problems) => format switch
    {
        "csv" => OutputRows.Csv(path, problems),
        "promptfoo" => PromptfooOutputs.Read(path, problems),
        "inspect" => InspectOutputs.Read(path, problems),
        _ => OutputRows.JsonLines(path, problems),
    };

    /// <summary>By its beginning: an archive is a log of Inspect, a single document says whose it is.</summary>
    private static string Guess(string path)
    {
        var name = Path.GetExtension(path).ToUpperInvariant();
        if (name is ".EVAL" or ".ZIP")
        {
            return "inspect";
        }

        if (name is ".CSV" or ".TSV")
        {
            return "csv";
        }

        if (name == ".JSON")
        {
            using var document = OpenJson(path);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("eval", out _) ? "inspect" : "promptfoo";
        }

        return "jsonl";
    }

    internal static JsonDocument OpenJson(string path)
    {
        using var file = File.OpenRead(path);
        return JsonDocument.Parse(file);
    }
}
