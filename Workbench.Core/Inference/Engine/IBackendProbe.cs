using System.Collections.Immutable;

namespace Workbench.Core.Inference.Engine;

/// <summary>What the choice of libraries asks of a machine. Tests answer for machines that are not at hand.</summary>
internal interface IBackendProbe
{
    bool IsWindows { get; }

    /// <summary>Folder of the package's libraries, for example <c>linux-x64</c>.</summary>
    string Platform { get; }

    /// <summary>Instruction sets of the processor: any of <c>avx512</c>, <c>avx2</c>, <c>avx</c>.</summary>
    IReadOnlySet<string> Processor { get; }

    bool HasFile(string path);

    /// <returns>The libraries in a folder are those of the pinned commit; looked up without loading them.</returns>
    bool IsPinned(string folder);

    /// <returns>Libraries that a library names as needed; null for a file that can't be read as one.</returns>
    ImmutableArray<string>? Needs(string path);

    /// <summary>Loads a library: from the first of <paramref name="folders"/> that has it, else where the system finds libraries.</summary>
    bool Opens(string library, IReadOnlyList<string> folders);

    /// <summary>What this process may see of CUDA's devices, of the variable CUDA_VISIBLE_DEVICES; null for all.</summary>
    string? CudaVisible { get; }

    /// <returns>Null without an NVIDIA driver.</returns>
    CudaDriver? Cuda();

    /// <returns>Devices of the Vulkan loader; null without one.</returns>
    int? VulkanDevices();
}

/// <summary>What the NVIDIA driver says.</summary>
/// <param name="Version">Newest CUDA it can run, as 12040 for 12.4.</param>
/// <param name="Devices">That it shows to this process.</param>
internal sealed record CudaDriver(int Version, int Devices);
