using System.Collections.Frozen;
using System.Text.Json;

namespace Workbench.Core.Inference.Clients;

/// <summary>Which fields beyond the protocol's own an endpoint is known to obey. A field that a server ignores would give another answer than the one asked for.</summary>
/// <param name="Extensions">One of ours: knows the <c>x_</c> fields and every sampler.</param>
/// <param name="Continues">Goes on with a last assistant message when told so.</param>
internal sealed record EndpointDialect(string Name, bool Extensions, bool Continues, FrozenSet<string> Fields)
{
    private static readonly string[] LlamaServer =
    [
        "top_k", "min_p", "typical_p", "top_n_sigma", "xtc_probability", "xtc_threshold", "dry_multiplier", "dry_base", "dry_allowed_length", "dry_penalty_last_n",
        "mirostat", "mirostat_tau", "mirostat_eta", "repeat_penalty", "repeat_last_n", "grammar",
    ];

    private static readonly string[] GpuServers = ["top_k", "min_p"];

    public static EndpointDialect Ours { get; } = new("workbench", true, true, LlamaServer.ToFrozenSet());

    public static EndpointDialect Other { get; } = new("other", false, false, FrozenSet<string>.Empty);

    /// <param name="models">What the endpoint lists as its models: the owner names the server.</param>
    public static EndpointDialect Of(JsonElement models) => Owner(models) switch
    {
        "llamacpp" => new EndpointDialect("llama-server", false, false, LlamaServer.ToFrozenSet()),
        "vllm" => new EndpointDialect("vLLM", false, true, GpuServers.ToFrozenSet()),
        "sglang" => new EndpointDialect("SGLang", false, true, GpuServers.ToFrozenSet()),
        _ => Other,
    };

    public bool Takes(string field) => Fields.Contains(field);

    private static string? Owner(JsonElement models) =>
        models.ValueKind == JsonValueKind.Object && models.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0
        && data[0].ValueKind == JsonValueKind.Object && data[0].TryGetProperty("owned_by", out var owner) && owner.ValueKind == JsonValueKind.String ? owner.GetString() : null;
}
