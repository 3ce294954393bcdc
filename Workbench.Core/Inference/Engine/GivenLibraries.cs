using System.Collections.Immutable;

namespace Workbench.Core.Inference.Engine;

/// <summary>Folders in which CUDA's own libraries are looked for before the system's: those that a person names, and where toolkits are put.</summary>
internal static class GivenLibraries
{
    /// <summary>Folders, separated as in PATH.</summary>
    public const string Variable = "WORKBENCH_ENGINE_LIBRARIES";

    public static ImmutableArray<string> Folders(Func<string, string?> environment)
    {
        var named = environment(Variable)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var toolkit = environment("CUDA_PATH") is { Length: > 0 } root ? OperatingSystem.IsWindows() ? [Path.Combine(root, "bin"), Path.Combine(root, "bin", "x64")] : new[] { Path.Combine(root, "lib64") } : [];
        return [.. named, .. toolkit, .. OperatingSystem.IsLinux() ? Installed("/usr/local") : []];
    }

    // Of any version: the names of the libraries carry theirs, and the one that is asked for is opened.
    private static IEnumerable<string> Installed(string parent) => Directory.Exists(parent)
        ? Directory.EnumerateDirectories(parent, "cuda-*").OrderDescending(StringComparer.Ordinal).Append(Path.Combine(parent, "cuda")).Select(static folder => Path.Combine(folder, "lib64")).Where(Directory.Exists)
        : [];
}
