using System.IO.Compression;
using System.Text.Json;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using static Workbench.Core.Runs.Outputs.PromptfooOutputs;

namespace Workbench.Core.Runs.Outputs;

/// <summary>Logs of Inspect: one in JSON, an archive of such logs, or its own archive (<c>.eval</c>) with a file for each sample.</summary>
internal static class InspectOutputs
{
    private const string Header = "header.json";

    /// <summary>Unpacked size of one entry; more is no log.</summary>
    private const long LargestEntry = 1L << 30;

    public static IEnumerable<GivenOutput> Read(string path, List<InputProblem> problems)
    {
        if (!IsArchive(path))
        {
            using var log = OutputFile.OpenJson(path);
            foreach (var output in Log(log.RootElement, path, "", problems))
            {
                yield return output;
            }

            yield break;
        }

        using var archive = ZipFile.OpenRead(path);
        var model = archive.GetEntry(Header) is { } header ? Model(header) : null;
        var samples = archive.Entries.Where(entry => entry.FullName.EndsWith(".json", StringComparison.Ordinal) && (model is null ? !entry.FullName.Contains('/', StringComparison.Ordinal) : IsSample(entry.FullName)));
        foreach (var entry in samples)
        {
            using var document = Open(entry);
            foreach (var output in model is null ? Log(document.RootElement, path, entry.FullName + ": ", problems) : [Sample(document.RootElement, model, entry.FullName)])
            {
                yield return output;
            }
        }
    }

    private static bool IsArchive(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == 'P' && file.ReadByte() == 'K';
    }

    // samples/ID_epoch_N.json, or in the newer shape samples/ID_epoch_N/sample.json.
    private static bool IsSample(string name) => name.StartsWith("samples/", StringComparison.Ordinal) && (name.Count(letter => letter == '/') == 1 || name.EndsWith("/sample.json", StringComparison.Ordinal));

    private static string Model(ZipArchiveEntry header)
    {
        using var document = Open(header);
        return Text(Member(Member(document.RootElement, "eval"), "model")) ?? "";
    }

    private static JsonDocument Open(ZipArchiveEntry entry)
    {
        if (entry.Length > LargestEntry)
        {
            throw new InvalidDataException(entry.FullName);
        }

        using var stream = entry.Open();
        return JsonDocument.Parse(stream);
    }

    private static IEnumerable<GivenOutput> Log(JsonElement log, string path, string where, List<InputProblem> problems)
    {
        var samples = Member(log, "samples");
        if (samples.ValueKind != JsonValueKind.Array)
        {
            problems.Add(new InputProblem(new Phrase("Runs.NotInspect"), path, Field: where + "samples"));
            yield break;
        }

        var eval = Member(log, "eval");
        var model = Text(Member(Member(eval, "metadata"), "candidate")) ?? Text(Member(eval, "model"));
        foreach (var (place, sample) in samples.EnumerateArray().Index())
        {
            yield return Sample(sample, model, $"{where}samples[{RunPlan.Text(place)}]");
        }
    }

    private static GivenOutput Sample(JsonElement sample, string? model, string field)
    {
        var output = Member(sample, "output");
        var choices = Member(output, "choices");
        var text = choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0 ? Content(Member(Member(choices[0], "message"), "content")) : Text(Member(output, "completion"));
        var id = Member(sample, "id");
        var epoch = Member(sample, "epoch");
        var usage = Member(output, "usage") is { ValueKind: JsonValueKind.Object } tokens ? new ModelUsage(OutputRows.Whole(tokens, "input_tokens"), OutputRows.Whole(tokens, "input_tokens_cache_read"), OutputRows.Whole(tokens, "output_tokens")) : null;
        var failed = Text(Member(Member(sample, "error"), "message"));
        var time = Member(output, "time");
        return new GivenOutput(
            model,
            id.ValueKind == JsonValueKind.Number ? id.GetRawText() : Text(id),
            Text(Member(sample, "input")),
            epoch.ValueKind == JsonValueKind.Number && epoch.TryGetInt32(out var number) && number > 0 ? number - 1 : null,
            text,
            failed ?? (text is null ? "" : null),
            usage,
            time.ValueKind == JsonValueKind.Number && time.TryGetDouble(out var seconds) && seconds is >= 0 and < 1e7 ? TimeSpan.FromSeconds(seconds) : null,
            field);
    }

    // A text, or a list of parts of which some are texts.
    private static string? Content(JsonElement content) => content.ValueKind == JsonValueKind.Array
        ? string.Concat(content.EnumerateArray().Select(part => Text(Member(part, "text"))))
        : Text(content);
}
