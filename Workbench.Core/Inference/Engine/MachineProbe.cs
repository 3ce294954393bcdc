using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Workbench.Core.Inference.Engine;

/// <summary>This machine, asked through its loader and its drivers.</summary>
internal sealed unsafe class MachineProbe : IBackendProbe
{
    private const int LongestLibrary = 64 << 20;

    private CudaDriver? _cuda;
    private bool _cudaAsked;
    private int? _vulkan;
    private bool _vulkanAsked;

    public bool IsWindows => OperatingSystem.IsWindows();

    public string Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl" : "linux";
            return $"{system}-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        }
    }

    public IReadOnlySet<string> Processor { get; } = new[]
    {
        ("avx512", Avx512F.IsSupported && Avx512BW.IsSupported && Avx512CD.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported),
        ("avx2", Avx2.IsSupported && Fma.IsSupported),
        ("avx", Avx.IsSupported),
    }.Where(static level => level.Item2).Select(static level => level.Item1).ToImmutableHashSet();

    public string? CudaVisible => Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES");

    public bool HasFile(string path) => File.Exists(path);

    // The commit stands in the library as text, so a foreign one is found without running any of it.
    public bool IsPinned(string folder)
    {
        var path = NativeFolder.Library(folder, "ggml-base");
        return new FileInfo(path) is { Exists: true, Length: < LongestLibrary } && File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.ASCII.GetBytes(NativeGuard.Commit)) >= 0;
    }

    public ImmutableArray<string>? Needs(string path) => LibraryNeeds.Of(path);

    public bool Opens(string library, IReadOnlyList<string> folders) =>
        folders.Select(folder => Path.Combine(folder, library)).Where(File.Exists).Any(static path => NativeLibrary.TryLoad(path, out _)) || NativeLibrary.TryLoad(library, out _);

    public CudaDriver? Cuda()
    {
        if (!_cudaAsked)
        {
            (_cudaAsked, _cuda) = (true, AskCuda());
        }

        return _cuda;
    }

    public int? VulkanDevices()
    {
        if (!_vulkanAsked)
        {
            (_vulkanAsked, _vulkan) = (true, AskVulkan());
        }

        return _vulkan;
    }

    private static CudaDriver? AskCuda()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver)
            || !NativeLibrary.TryGetExport(driver, "cuInit", out var init)
            || !NativeLibrary.TryGetExport(driver, "cuDriverGetVersion", out var getVersion)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGetCount", out var getCount))
        {
            return null;
        }

        int version = 0, count = 0;
        _ = ((delegate* unmanaged[Cdecl]<int*, int>)getVersion)(&version);
        var works = ((delegate* unmanaged[Cdecl]<uint, int>)init)(0) == 0 && ((delegate* unmanaged[Cdecl]<int*, int>)getCount)(&count) == 0;
        return new CudaDriver(version, works ? count : 0);
    }

    private static int? AskVulkan()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "vulkan-1.dll" : "libvulkan.so.1", out var loader)
            || !NativeLibrary.TryGetExport(loader, "vkCreateInstance", out var create)
            || !NativeLibrary.TryGetExport(loader, "vkEnumeratePhysicalDevices", out var enumerate)
            || !NativeLibrary.TryGetExport(loader, "vkDestroyInstance", out var destroy))
        {
            return null;
        }

        // VkInstanceCreateInfo with nothing asked for: structure type 1 and zeros.
        var info = stackalloc nint[8];
        new Span<nint>(info, 8).Clear();
        *(int*)info = 1;
        nint instance = 0;
        if (((delegate* unmanaged[Cdecl]<nint*, nint, nint*, int>)create)(info, 0, &instance) != 0)
        {
            return 0;
        }

        uint count = 0;
        _ = ((delegate* unmanaged[Cdecl]<nint, uint*, nint, int>)enumerate)(instance, &count, 0);
        ((delegate* unmanaged[Cdecl]<nint, nint, void>)destroy)(instance, 0);
        return (int)count;
    }
}
