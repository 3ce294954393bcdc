using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Workbench.Core.Inference;

/// <summary>What is compared: a model with a system prompt and sampling settings. Immutable; the same parts are the same candidate.</summary>
/// <param name="Name">Short name shown everywhere, unique within a run.</param>
/// <param name="Model">A catalogued name, a GGUF path, or <c>null:empty|echo|random|refuse</c>.</param>
/// <param name="SystemPrompt">Put before the conversation; null leaves the suite's own in place.</param>
/// <param name="Settings">Null takes the suite's settings.</param>
public sealed record Candidate(string Name, string Model, string? SystemPrompt = null, GenerateSettings? Settings = null)
{
    /// <summary>A control that answers without a model; shown grey on every board.</summary>
    public bool IsNull => Model.StartsWith("null:", StringComparison.Ordinal);

    /// <summary>SHA-256 over the parts but the name, 64 lower-case hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { Model, SystemPrompt, Settings }))));
}
