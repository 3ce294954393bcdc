namespace Workbench.Core.Models.Stores;

/// <summary>Which program's folder a model file lies in.</summary>
public enum ModelStore
{
    /// <summary>A folder of files.</summary>
    Folder,

    /// <summary>Ships with the workbench.</summary>
    Demonstration,

    Ollama,

    LmStudio,

    HuggingFace,
}

/// <summary>Where a file lies and what it is called there.</summary>
/// <param name="Folder">The searched folder it was found under.</param>
/// <param name="Repository">Owner and name where the store keeps them, for example <c>Qwen/Qwen2.5-0.5B-Instruct-GGUF</c>.</param>
/// <param name="Reference">Revision or tag there.</param>
public sealed record ModelOrigin(ModelStore Store, string Folder, string? Repository = null, string? Reference = null);
