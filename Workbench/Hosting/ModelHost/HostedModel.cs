using System.Reflection;
using System.Text.Json.Nodes;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>The one model of a host: its names, facts and present state, and the requests it answers.</summary>
internal sealed class HostedModel(HostSurface surface)
{
    private readonly long _created = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
    private readonly RequestQueue _queue = new(surface.Exact ? 1 : surface.Sequences, surface.Queue);
    private InferenceEngine? _engine;

    public LoadProgress Load { get; } = new();

    public RunningRequests Requests { get; } = new();

    /// <summary>The loaded model. The gate lets no request through before it is there.</summary>
    public InferenceEngine Engine => Volatile.Read(ref _engine) ?? throw new InvalidOperationException("The model is not loaded.");

    public string Name { get; } = surface.Name;

    public void Loaded(InferenceEngine engine)
    {
        Volatile.Write(ref _engine, engine);
        Load.Set(new LoadStage("ready"));
    }

    public IResult List() => Results.Json(new JsonObject { ["object"] = "list", ["data"] = new JsonArray(Describe()) }, ApiJson.Options);

    public IResult Find(string id)
    {
        Require(id);
        return Results.Json(Describe(), ApiJson.Options);
    }

    /// <exception cref="ApiException">Another model was asked for.</exception>
    public void Require(string? model)
    {
        if (model is not null && model != Name && model != Path.GetFileName(Engine.Spec.File) && model != Path.GetFileNameWithoutExtension(Engine.Spec.File))
        {
            throw new ApiException(404, $"The model \"{model}\" is not here; this host serves \"{Name}\".", "model", "model_not_found");
        }
    }

    /// <summary>Admits a request that will be decoded as so many sequences.</summary>
    /// <exception cref="ApiException">The queue is full, or a request of that id is running.</exception>
    public RunningRequest Begin(HttpContext context, string? id, string prefix, int sequences) => Requests.Begin(context, id, prefix, _queue.Enter(sequences));

    public async Task<IResult> FactsAsync()
    {
        var model = Engine.Model;
        var devices = new JsonArray([.. model.Library.Devices.Select(device => new JsonObject
        {
            ["name"] = device.Name,
            ["description"] = device.Description,
            ["kind"] = device.Kind,
            ["freeBytes"] = device.FreeBytes,
            ["totalBytes"] = device.TotalBytes,
            ["used"] = model.Devices.Any(used => used.Name == device.Name),
        })]);
        return Results.Json(
            new JsonObject
            {
                ["name"] = Name,
                ["title"] = model.Metadata("general.name"),
                ["file"] = surface.Address.IsLocal ? Engine.Spec.File : Path.GetFileName(Engine.Spec.File),
                ["sha256"] = await Engine.Sha256,
                ["architecture"] = model.Metadata("general.architecture"),
                ["quantisation"] = model.Quantisation,
                ["parameters"] = (long)model.Handle.ParameterCount,
                ["sizeBytes"] = (long)model.Handle.SizeInBytes,
                ["context"] = Engine.Context,
                ["contextTrained"] = Engine.Trained,
                ["cells"] = Engine.Cells,
                ["sequences"] = Engine.Spec.Exact ? 1 : Engine.Spec.Sequences,
                ["vocabulary"] = Engine.Vocabulary.Count,
                ["template"] = Engine.Template.Origin,
                ["templateProblem"] = Engine.Template.Problems is [] ? null : string.Join(" ", Engine.Template.Problems),
                ["engine"] = $"{EngineVersion.Library} {EngineVersion.Binding}",
                ["library"] = "llama.cpp",
                ["commit"] = model.Library.Commit,
                ["backend"] = model.Library.Folder.Backend,
                ["natives"] = Path.GetFileName(model.Library.Folder.Path),
                ["device"] = string.Join(", ", model.Devices.Select(device => device.Name)),
                ["devices"] = devices,
                ["threads"] = Engine.Threads,
                ["exact"] = Engine.Spec.Exact,
                ["memoryBytes"] = Environment.WorkingSet,
                ["workbench"] = typeof(HostedModel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            },
            ApiJson.Options);
    }

    public IResult State() => Results.Json(StateOf(Engine.Meter.Fill), ApiJson.Options);

    private JsonObject StateOf(CacheFill fill) => new()
    {
        ["running"] = Engine.Meter.Running,
        ["waiting"] = Engine.Meter.Waiting,
        ["requests"] = Requests.Count,
        ["queueLimit"] = _queue.Limit,
        ["stalledFor"] = Math.Round(Engine.Meter.StalledFor.TotalSeconds, 3),
        ["tokensPerSecond"] = Math.Round(Engine.Meter.TokensPerSecond, 2),
        ["promptTokens"] = Engine.Meter.PromptTokens,
        ["answerTokens"] = Engine.Meter.AnswerTokens,
        ["totalTokens"] = Engine.Meter.PromptTokens + Engine.Meter.AnswerTokens,
        ["decodes"] = Engine.Meter.Decodes,
        ["preemptions"] = Engine.Meter.Preemptions,
        ["cells"] = Engine.Cells,
        ["cellsUsed"] = fill.Used,
        ["cellsKept"] = fill.Kept,
        ["sequenceIds"] = fill.Ids,
        ["sequenceIdsUsed"] = fill.IdsUsed,
        ["sequenceIdsKept"] = fill.IdsKept,
        ["threads"] = Engine.Threads,
        ["memoryBytes"] = Environment.WorkingSet,
    };

    private JsonObject Describe() => new() { ["id"] = Name, ["object"] = "model", ["created"] = _created, ["owned_by"] = "workbench" };
}
