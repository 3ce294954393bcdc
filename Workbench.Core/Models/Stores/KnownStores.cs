using System.Collections.Immutable;

namespace Workbench.Core.Models.Stores;

/// <summary>Where other programs keep their models on this machine.</summary>
public static class KnownStores
{
    /// <summary>Those of Ollama, LM Studio and the Hugging Face hub that are there, as their own environment variables name them or at their usual places.</summary>
    public static ImmutableArray<string> Existing()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var hub = Variable("HF_HUB_CACHE") ?? Under(Variable("HF_HOME"), "hub") ?? Path.Combine(home, ".cache", "huggingface", "hub");
        string[] places =
        [
            Variable("OLLAMA_MODELS") ?? Path.Combine(home, ".ollama", "models"),
            "/usr/share/ollama/.ollama/models",
            hub,
            Path.Combine(home, ".lmstudio", "models"),
            Path.Combine(home, ".cache", "lm-studio", "models"),
        ];
        return [.. places.Where(Directory.Exists).Distinct(StringComparer.Ordinal)];
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string? Under(string? folder, string name) => folder is null ? null : Path.Combine(folder, name);
}
