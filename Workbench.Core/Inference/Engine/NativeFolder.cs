using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Workbench.Core.Inference.Engine;

/// <summary>A folder of native libraries that may be loaded: which backend, and where the processor part lies.</summary>
/// <param name="Backend"><c>cuda12</c>, <c>vulkan</c> or <c>cpu</c>.</param>
/// <param name="Path">Holds llama, ggml and ggml-base.</param>
/// <param name="CpuPath">Holds ggml-cpu; the same folder unless a GPU backend was chosen.</param>
internal sealed record NativeFolder(string Backend, string Path, string CpuPath)
{
    /// <summary>Folders that exist and whose needs are met, best first. <paramref name="forced"/> leaves only itself.</summary>
    /// <param name="exact">Kernels of wider vectors round otherwise: the AVX2 ones, which most machines have, give the same figures on all of them.</param>
    public static IEnumerable<NativeFolder> Candidates(string application, string? forced, bool exact)
    {
        var cpu = CpuFolders(application, exact).ToList();
        if (forced is not null)
        {
            var own = System.IO.Path.GetFullPath(forced);
            yield return new NativeFolder("cpu", own, File.Exists(Library(own, "ggml-cpu")) || cpu.Count == 0 ? own : cpu[0]);
            yield break;
        }

        foreach (var backend in new[] { "cuda12", "vulkan" })
        {
            foreach (var root in new[] { System.IO.Path.Combine(application, "engine", "backends"), NativeRoot(application) })
            {
                var folder = System.IO.Path.Combine(root, backend);
                if (cpu.Count > 0 && File.Exists(Library(folder, "llama")) && Loads(backend))
                {
                    yield return new NativeFolder(backend, folder, cpu[0]);
                }
            }
        }

        foreach (var folder in cpu)
        {
            yield return new NativeFolder("cpu", folder, folder);
        }
    }

    public static string Library(string folder, string name) => System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so");

    private static IEnumerable<string> CpuFolders(string application, bool exact)
    {
        var root = NativeRoot(application);
        var levels = new (string Name, bool Supported)[]
        {
            ("avx512", !exact && Avx512F.IsSupported && Avx512BW.IsSupported && Avx512CD.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported),
            ("avx2", Avx2.IsSupported && Fma.IsSupported),
            ("avx", Avx.IsSupported),
            ("noavx", true),
            ("", true),
        };
        return levels.Where(level => level.Supported).Select(level => System.IO.Path.Combine(root, level.Name)).Where(folder => File.Exists(Library(folder, "llama")));
    }

    private static string NativeRoot(string application)
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl" : "linux";
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        return System.IO.Path.Combine(application, "runtimes", $"{system}-{architecture}", "native");
    }

    // The driver alone is not enough: the CUDA packages bring neither the runtime nor cuBLAS. What can't be opened here would fail later, less clearly.
    private static bool Loads(string backend)
    {
        string[] needed = (backend, OperatingSystem.IsWindows()) switch
        {
            ("cuda12", true) => ["nvcuda.dll", "cudart64_12.dll", "cublasLt64_12.dll", "cublas64_12.dll"],
            ("cuda12", false) => ["libcuda.so.1", "libcudart.so.12", "libcublasLt.so.12", "libcublas.so.12"],
            (_, true) => ["vulkan-1.dll"],
            _ => ["libvulkan.so.1"],
        };
        return needed.All(name => NativeLibrary.TryLoad(name, out _));
    }
}
