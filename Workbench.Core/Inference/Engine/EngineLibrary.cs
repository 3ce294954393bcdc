using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using LLama.Native;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>The native libraries of this process: chosen once, checked, and reported as they are.</summary>
internal sealed class EngineLibrary
{
    private static readonly Lock Gate = new();
    private static EngineLibrary? _loaded;

    private EngineLibrary(NativeFolder folder, string commit, IReadOnlyList<EngineDevice> devices, ImmutableArray<BackendVerdict> verdicts)
    {
        Verdicts = verdicts;
        Folder = folder;
        Commit = commit;
        Devices = devices;
    }

    public NativeFolder Folder { get; }

    public string Commit { get; }

    public IReadOnlyList<EngineDevice> Devices { get; }

    /// <summary>Every set of libraries that was thought of, with the reason for or against it; empty when a folder was forced.</summary>
    public ImmutableArray<BackendVerdict> Verdicts { get; }

    /// <exception cref="ModelUnavailableException">No libraries for this machine, or other ones than the pinned.</exception>
    public static EngineLibrary Load(string? forced, bool exact, string? device = null)
    {
        lock (Gate)
        {
            return _loaded ??= LoadOnce(forced, exact, DeviceWish.Parse(device));
        }
    }

    /// <summary>The choice for this machine, without loading the engine.</summary>
    public static ImmutableArray<BackendVerdict> Judge(DeviceWish wish, bool exact) =>
        new BackendSelection(new MachineProbe(), AppContext.BaseDirectory, GivenLibraries.Folders(Environment.GetEnvironmentVariable)).Judge(wish, exact);

    private static unsafe EngineLibrary LoadOnce(string? forced, bool exact, DeviceWish wish)
    {
        var verdicts = Judge(forced is null ? wish : wish with { Backend = DeviceWish.Processor }, exact);
        var chosen = verdicts.FirstOrDefault(static verdict => verdict.IsChosen)?.Folder;
        var folder = forced is not null ? NativeFolder.Forced(forced, chosen)
            : chosen ?? throw new ModelUnavailableException(new Phrase("Inference.NoNatives", RuntimeInformation.RuntimeIdentifier));
        if (forced is null && wish.NeedsGraphics && folder.Backend == DeviceWish.Processor && !OperatingSystem.IsMacOS())
        {
            throw new ModelUnavailableException(new Phrase("Inference.NoGraphics", string.Join(" ", verdicts.Where(verdict => verdict.Name == (wish.Backend ?? verdict.Name) && verdict.Name is DeviceWish.Cuda or DeviceWish.Vulkan).Select(static verdict => $"{verdict.Name}: {verdict.Reason}"))));
        }

        NativeLibraryConfig.All.WithSelectingPolicy(new NativePolicy(folder));
        WithoutPath(NativeApi.llama_empty_call);
        var paths = new Dictionary<string, string>
        {
            [LlamaApi.Library] = NativeFolder.Library(folder.Path, "llama"),
            [GgmlApi.Registry] = NativeFolder.Library(folder.Path, "ggml"),
            [GgmlApi.Base] = NativeFolder.Library(folder.Path, "ggml-base"),
        };
        NativeLibrary.SetDllImportResolver(typeof(EngineLibrary).Assembly, (name, _, _) => paths.TryGetValue(name, out var path) ? NativeLibrary.Load(path) : 0);
        EngineLog.Attach();
        if (NativeGuard.Difference(paths[LlamaApi.Library]) is { } difference)
        {
            throw new ModelUnavailableException(new Phrase("Inference.OtherNatives", folder.Path, difference));
        }

        return new EngineLibrary(folder, Marshal.PtrToStringUTF8((nint)GgmlApi.ggml_commit()) ?? "", EngineDevice.List(), forced is null ? verdicts : []);
    }

    // The binding runs `vulkaninfo` (up to 12 s) on every load, although the choice is ours; where the program can't be found it goes on at once.
    private static void WithoutPath(Action load)
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", null);
        try
        {
            load();
        }
        catch (Exception exception) when (exception is TypeInitializationException or LLama.Exceptions.RuntimeError or DllNotFoundException)
        {
            Debug.WriteLine(exception);
            throw new ModelUnavailableException(new Phrase("Inference.NativesDoNotLoad", FailureWords.Of(exception.GetBaseException())), exception);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }
}
