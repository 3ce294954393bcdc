namespace Workbench.Core.Inference.Engine;

/// <summary>A folder of native libraries that may be loaded: which backend, and where the processor part lies.</summary>
/// <param name="Backend"><c>cuda</c>, <c>vulkan</c> or <c>cpu</c>.</param>
/// <param name="Path">Holds llama, ggml and ggml-base.</param>
/// <param name="CpuPath">Holds ggml-cpu; the same folder unless a GPU backend was chosen.</param>
internal sealed record NativeFolder(string Backend, string Path, string CpuPath)
{
    /// <summary>A folder a person insists on. Its processor part may be the chosen one.</summary>
    public static NativeFolder Forced(string folder, NativeFolder? processor)
    {
        var own = System.IO.Path.GetFullPath(folder);
        return new NativeFolder("cpu", own, File.Exists(Library(own, "ggml-cpu")) || processor is null ? own : processor.Path);
    }

    public static string Library(string folder, string name) => System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so");
}
