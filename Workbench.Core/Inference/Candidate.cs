using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Workbench.Core.Inference;

/// <summary>What is compared: a model with adapters, a system prompt, a chat template and sampling settings. Immutable; the same parts are the same candidate.</summary>
/// <param name="Name">Short name shown everywhere, unique within a run.</param>
/// <param name="Model">A catalogued name, a GGUF path, or <c>null:empty|echo|random|refuse</c>.</param>
/// <param name="SystemPrompt">Put before the conversation; null leaves the suite's own in place.</param>
/// <param name="Settings">Null takes the suite's settings.</param>
/// <param name="Adapters">LoRA adapters put on the model, in order.</param>
/// <param name="Template">A named chat template or the text of one, in place of the file's own; null takes the file's own.</param>
public sealed record Candidate(
    string Name,
    string Model,
    string? SystemPrompt = null,
    GenerateSettings? Settings = null,
    ImmutableArray<AdapterUse> Adapters = default,
    string? Template = null)
{
    public ImmutableArray<AdapterUse> Adapters { get; init; } = Adapters.IsDefault ? [] : Adapters;

    /// <summary>Before the name of who gave answers that were there already: there is nothing to ask.</summary>
    public const string GivenPrefix = "outputs:";

    /// <summary>A control that answers without a model; shown grey on every board.</summary>
    public bool IsNull => Model.StartsWith("null:", StringComparison.Ordinal);

    /// <summary>SHA-256 over the parts but the name, 64 lower-case hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Adapters.IsEmpty && Template is null
        ? JsonSerializer.Serialize(new { Model, SystemPrompt, Settings })
        : JsonSerializer.Serialize(new { Model, SystemPrompt, Settings, Adapters = Adapters.AsEnumerable(), Template }))));

    public bool Equals(Candidate? other) => other is not null
        && (Name, Model, SystemPrompt, Settings, Template) == (other.Name, other.Model, other.SystemPrompt, other.Settings, other.Template)
        && Adapters.SequenceEqual(other.Adapters);

    public override int GetHashCode() => HashCode.Combine(Name, Model, SystemPrompt, Settings, Template, Adapters.Length);
}

/// <summary>A LoRA adapter and how strongly it acts.</summary>
/// <param name="Adapter">A catalogued name or the path of an adapter's GGUF file.</param>
/// <param name="Scale">1 as trained, 0 without effect.</param>
public sealed record AdapterUse(string Adapter, double Scale = 1);
