using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;
using static System.IO.Path;

namespace Workbench.Core.Inference.Engine;

/// <summary>Chooses the libraries for a machine, best first, and says of each why. A graphics backend needs its libraries, a driver, what the driver does not bring, and a device.</summary>
/// <param name="application">Folder of the application.</param>
/// <param name="given">Folders to look for CUDA's libraries in before the system's own.</param>
internal sealed class BackendSelection(IBackendProbe probe, string application, ImmutableArray<string> given)
{
    private static readonly ImmutableArray<string> Levels = ["avx512", "avx2", "avx", "noavx", ""];

    // Told apart in messages only; which one is needed, the library says.
    private static readonly ImmutableArray<int> Toolkits = [13, 12];

    /// <param name="exact">Kernels of wider vectors round otherwise: the AVX2 ones, which most machines have, give the same figures on all of them.</param>
    public ImmutableArray<BackendVerdict> Judge(DeviceWish wish, bool exact)
    {
        var processor = Levels.Select(level => Processor(level, exact)).ToImmutableArray();
        var cpu = processor.FirstOrDefault(static verdict => verdict.IsUsable)?.Folder;
        var graphics = ImmutableArray.CreateBuilder<BackendVerdict>();
        foreach (var backend in (string[])[DeviceWish.Cuda, DeviceWish.Vulkan])
        {
            // The first that can be used is taken; a second one is not even opened.
            graphics.Add(!Wanted(wish, backend) ? new BackendVerdict(backend, new Phrase("Inference.BackendNotAsked"))
                : graphics.FirstOrDefault(static verdict => verdict.IsUsable) is { } first ? new BackendVerdict(backend, new Phrase("Inference.BackendBehind", first.Name))
                : Graphics(backend, cpu));
        }

        ImmutableArray<BackendVerdict> all = [.. graphics, .. processor];
        var chosen = all.FirstOrDefault(static verdict => verdict.IsUsable);
        return [.. all.Select(verdict => verdict == chosen ? verdict with { IsChosen = true } : verdict)];
    }

    private static bool Wanted(DeviceWish wish, string backend) => wish.Backend is null
        ? wish.Name is not { } name || (name.StartsWith("vulkan", StringComparison.OrdinalIgnoreCase) ? backend == DeviceWish.Vulkan : !name.StartsWith("cpu", StringComparison.OrdinalIgnoreCase))
        : wish.Backend == backend;

    private BackendVerdict Processor(string level, bool exact)
    {
        var name = level.Length == 0 ? "cpu" : level;
        var folder = Combine(Packages, level);
        return !probe.HasFile(Library(folder, "llama")) ? new BackendVerdict(name, new Phrase("Inference.BackendNotThere", folder))
            : level.StartsWith("avx", StringComparison.Ordinal) && !probe.Processor.Contains(level) ? new BackendVerdict(name, new Phrase("Inference.ProcessorLacks", level.ToUpperInvariant()))
            : exact && level == "avx512" ? new BackendVerdict(name, new Phrase("Inference.ProcessorNotExact"))
            : new BackendVerdict(name, new Phrase("Inference.ProcessorHas", level.StartsWith("avx", StringComparison.Ordinal) ? level.ToUpperInvariant() : probe.Platform)) { Folder = new NativeFolder(DeviceWish.Processor, folder, folder) };
    }

    private BackendVerdict Graphics(string backend, NativeFolder? cpu)
    {
        string[] kinds = backend == DeviceWish.Cuda ? ["cuda13", "cuda12", "cuda"] : [backend];
        string[] places = [.. kinds.Select(kind => Combine(application, "engine", "backends", kind)), .. kinds.Select(kind => Combine(Packages, kind))];
        if (places.FirstOrDefault(place => probe.HasFile(Library(place, "llama"))) is not { } folder)
        {
            return new BackendVerdict(backend, new Phrase("Inference.BackendNotThere", Combine(application, "engine", "backends", backend == DeviceWish.Cuda ? "cuda12" : backend)));
        }

        var problem = !probe.IsPinned(folder) ? new Phrase("Inference.BackendOtherCommit", folder, NativeGuard.Commit)
            : cpu is null ? new Phrase("Inference.BackendNotThere", Packages)
            : backend == DeviceWish.Cuda ? CudaProblem(folder)
            : VulkanProblem();
        return problem is null
            ? new BackendVerdict(backend, Ready(backend, folder)) { Folder = new NativeFolder(backend, folder, cpu!.Path) }
            : new BackendVerdict(backend, problem);
    }

    // The driver alone is not enough: the packages bring neither the runtime nor cuBLAS. What can't be opened here would fail later, less clearly.
    private Phrase? CudaProblem(string folder)
    {
        if (probe.Cuda() is not { } driver)
        {
            return new Phrase("Inference.CudaNoDriver", probe.IsWindows ? "nvcuda.dll" : "libcuda.so.1");
        }

        var library = Library(folder, "ggml-cuda");
        if (probe.Needs(library) is not { } names)
        {
            return new Phrase("Inference.CudaUnreadable", library);
        }

        var needs = CudaNeeds.Of(names);
        if (driver.Version < needs.Version * 1000)
        {
            return new Phrase("Inference.CudaOldDriver", Version(driver.Version), Number(needs.Version));
        }

        if (driver.Devices == 0)
        {
            return probe.CudaVisible is { } visible ? new Phrase("Inference.CudaHidden", visible) : new Phrase("Inference.CudaNoDevice");
        }

        ImmutableArray<string> folders = [folder, .. given];
        var missing = needs.Libraries.Where(name => !probe.Opens(name, folders)).ToArray();
        return missing.Length == 0 ? null
            : Toolkits.Except([needs.Version]).FirstOrDefault(version => needs.Runtime(version) is { Length: > 0 } other && missing.Contains(needs.Runtime(needs.Version)) && probe.Opens(other, folders)) is var found and > 0
                ? new Phrase("Inference.CudaOtherToolkit", string.Join(", ", missing), Number(found), Number(needs.Version))
            : new Phrase("Inference.CudaNoToolkit", string.Join(", ", missing), Number(needs.Version));
    }

    private Phrase? VulkanProblem() => probe.VulkanDevices() switch
    {
        null => new Phrase("Inference.VulkanNoLoader", probe.IsWindows ? "vulkan-1.dll" : "libvulkan.so.1"),
        0 => new Phrase("Inference.VulkanNoDevice"),
        _ => null,
    };

    private Phrase Ready(string backend, string folder) => backend == DeviceWish.Cuda
        ? new Phrase("Inference.CudaReady", Version(probe.Cuda()!.Version), Number(probe.Cuda()!.Devices), Number(CudaNeeds.Of(probe.Needs(Library(folder, "ggml-cuda"))!.Value).Version))
        : new Phrase("Inference.VulkanReady", Number(probe.VulkanDevices()!.Value));

    private string Packages => Combine(application, "runtimes", probe.Platform, "native");

    private string Library(string folder, string name) => Combine(folder, probe.IsWindows ? $"{name}.dll" : probe.Platform.StartsWith("osx", StringComparison.Ordinal) ? $"lib{name}.dylib" : $"lib{name}.so");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Version(int version) => string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version % 1000 / 10}");
}
