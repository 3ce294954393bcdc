using System.Globalization;
using System.Text.Json.Nodes;
using Workbench.Core.Inference;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>Everything that decided the answers of a run, in one document: hashes, settings, versions, hardware, mode.</summary>
public static class RunManifest
{
    /// <param name="cached">Cells answered from the cache.</param>
    public static JsonObject Write(RunHeader run, PromptSuite suite, int cached) => new()
    {
        ["run"] = run.Id,
        ["suite"] = new JsonObject { ["name"] = suite.Name, ["version"] = suite.Version, ["sha256"] = suite.Sha256 },
        ["mode"] = run.Reproducible ? "reproducible" : "throughput",
        ["limit"] = run.Limit,
        ["repeats"] = suite.Repeats,
        ["status"] = RunExport.Word<RunStatus>(run.Status),
        ["partial"] = run.Answered + run.Errors < run.Expected,
        ["origin"] = run.Record.Origin,
        ["startedBy"] = run.StartedBy,
        ["createdAt"] = Moment(run.CreatedAt),
        ["startedAt"] = run.Record.Environments.IsEmpty ? null : Moment(run.Record.Environments[0].At),
        ["endedAt"] = run.FinishedAt is { } end ? Moment(end) : null,
        ["cache"] = new JsonObject { ["use"] = RunExport.Word<RunCaching>(run.Caching), ["hits"] = cached },
        ["candidates"] = new JsonArray([.. run.Candidates.Select(candidate => Candidate(run, suite, candidate))]),
        ["judges"] = new JsonArray([.. run.Record.Judges.Select(judge => Judge(run, judge))]),
        ["environments"] = new JsonArray([.. run.Record.Environments.Select(Environment)]),
    };

    private static JsonObject Candidate(RunHeader run, PromptSuite suite, Candidate candidate)
    {
        var (model, files) = (run.Models?.GetValueOrDefault(candidate.Name), run.Record.Files.GetValueOrDefault(candidate.Name));
        return new JsonObject
        {
            ["name"] = candidate.Name,
            ["sha256"] = candidate.Hash,
            ["model"] = new JsonObject
            {
                ["name"] = candidate.Model,
                ["sha256"] = model?.Sha256,
                ["architecture"] = model?.Architecture,
                ["quantisation"] = model?.Quantisation,
                ["context"] = model?.Context,
                ["engine"] = model?.Engine,
                ["device"] = model?.Device,
            },
            ["templateSha256"] = files?.Template,
            ["adapters"] = new JsonArray([.. (files?.Adapters ?? []).Select(adapter => new JsonObject { ["adapter"] = adapter.Adapter, ["scale"] = adapter.Scale, ["sha256"] = adapter.Sha256 })]),
            ["system"] = candidate.SystemPrompt ?? suite.System,
            ["settings"] = Settings(candidate.Settings ?? suite.Settings),
        };
    }

    private static JsonObject Judge(RunHeader run, Judging.JudgeRecord judge) => new()
    {
        ["name"] = judge.Name,
        ["validated"] = false,
        ["sha256"] = judge.Candidate.Hash,
        ["model"] = new JsonObject { ["name"] = judge.Candidate.Model, ["sha256"] = judge.Model.Sha256, ["architecture"] = judge.Model.Architecture, ["quantisation"] = judge.Model.Quantisation, ["engine"] = judge.Model.Engine, ["device"] = judge.Model.Device },
        ["templateSha256"] = judge.Files?.Template,
        ["adapters"] = new JsonArray([.. (judge.Files?.Adapters ?? []).Select(adapter => new JsonObject { ["adapter"] = adapter.Adapter, ["scale"] = adapter.Scale, ["sha256"] = adapter.Sha256 })]),
        ["promptSha256"] = new JsonObject(judge.Prompts.Select(prompt => KeyValuePair.Create(prompt.Key, (JsonNode?)prompt.Value))),
        ["judgesItself"] = new JsonArray([.. run.Candidates.Where(candidate => judge.IsModelOf(run, candidate)).Select(candidate => (JsonNode)candidate.Name)]),
    };

    private static JsonObject Settings(GenerateSettings settings) => System.Text.Json.JsonSerializer.SerializeToNode(settings, Options)!.AsObject();

    private static JsonObject Environment(RunEnvironment environment) => new()
    {
        ["at"] = Moment(environment.At),
        ["workbench"] = environment.Workbench,
        ["runtime"] = environment.Runtime,
        ["system"] = environment.System,
        ["architecture"] = environment.Architecture,
        ["processor"] = environment.Processor,
        ["threads"] = environment.Threads,
        ["memoryBytes"] = environment.MemoryBytes,
        ["devices"] = new JsonArray([.. environment.Devices.Select(device => (JsonNode)device)]),
        ["libraries"] = new JsonObject(environment.Libraries.Select(library => KeyValuePair.Create(library.Key, (JsonNode?)library.Value))),
    };

    private static readonly System.Text.Json.JsonSerializerOptions Options = new(System.Text.Json.JsonSerializerDefaults.Web);

    private static string Moment(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
