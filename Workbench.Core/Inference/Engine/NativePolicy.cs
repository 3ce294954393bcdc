using System.Runtime.InteropServices;
using LLama.Abstractions;
using LLama.Native;

namespace Workbench.Core.Inference.Engine;

/// <summary>Tells the binding which libraries to load: ours to choose, because its own choice looks for a CUDA toolkit and not for a driver.</summary>
internal sealed class NativePolicy(NativeFolder folder) : INativeLibrarySelectingPolicy
{
    public IEnumerable<INativeLibrary> Apply(NativeLibraryConfig.Description description, SystemInfo systemInfo, NativeLogConfig.LLamaLogCallback? logCallback)
    {
        yield return new Choice(folder, description.Library);
    }

    private sealed class Choice(NativeFolder folder, NativeLibraryName library) : INativeLibrary
    {
        public NativeLibraryMetadata Metadata { get; } = new(library, folder.Backend == DeviceWish.Cuda, folder.Backend == DeviceWish.Vulkan, AvxLevel.None);

        public IEnumerable<string> Prepare(SystemInfo systemInfo, NativeLogConfig.LLamaLogCallback? logCallback)
        {
            // The processor part of a GPU backend lies in another folder; loaded first, it is found by its name afterwards.
            foreach (var (path, name) in new[] { (folder.Path, "ggml-base"), (folder.CpuPath, "ggml-cpu"), (folder.Path, "ggml") })
            {
                if (NativeLibrary.TryLoad(NativeFolder.Library(path, name), out var loaded) && name == "ggml-base")
                {
                    EngineLog.AttachTo(loaded);
                }
            }

            yield return NativeFolder.Library(folder.Path, library == NativeLibraryName.LLama ? "llama" : "mtmd");
        }
    }
}
