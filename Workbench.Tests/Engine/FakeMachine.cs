using System.Collections.Immutable;
using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

/// <summary>A machine that is not at hand.</summary>
internal sealed class FakeMachine : IBackendProbe
{
    public HashSet<string> Files { get; } = [];

    public HashSet<string> Libraries { get; } = [];

    public HashSet<string> ForeignFolders { get; } = [];

    public List<string> Opened { get; } = [];

    public CudaDriver? Driver { get; init; }

    public string? CudaVisible { get; init; }

    public int? Vulkan { get; init; }

    public bool IsWindows { get; init; }

    public string Platform => IsWindows ? "win-x64" : "linux-x64";

    public IReadOnlySet<string> Processor { get; init; } = new HashSet<string> { "avx512", "avx2", "avx" };

    public bool HasFile(string path) => Files.Contains(path.Replace('\\', '/'));

    public bool IsPinned(string folder) => !ForeignFolders.Contains(folder.Replace('\\', '/'));

    /// <summary>What ggml-cuda names as needed; null for one that can't be read.</summary>
    public ImmutableArray<string>? CudaNeeds { get; set; } = ["libggml-base.so", "libcublas.so.12", "libcudart.so.12", "libcuda.so.1"];

    public ImmutableArray<string>? Needs(string path) => path.Contains("ggml-cuda", StringComparison.Ordinal) ? CudaNeeds : null;

    public bool Opens(string library, IReadOnlyList<string> folders)
    {
        Opened.Add(library);
        return Libraries.Contains(library) || folders.Any(folder => Libraries.Contains($"{folder}/{library}"));
    }

    public CudaDriver? Cuda() => Driver;

    public int? VulkanDevices() => Vulkan;
}
