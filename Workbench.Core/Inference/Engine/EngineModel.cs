using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using LLama.Native;
using Workbench.Core.Language;
using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Inference.Engine;

/// <summary>A model's weights in memory.</summary>
internal sealed unsafe class EngineModel : IDisposable
{
    private readonly Dictionary<string, string> _metadata;

    private EngineModel(SafeLlamaModelHandle handle, EngineLibrary library, IReadOnlyList<EngineDevice> devices, GgufFile file)
    {
        _metadata = file.Metadata.ToDictionary(entry => entry.Key, entry => entry.Text, StringComparer.Ordinal);
        Handle = handle;
        Library = library;
        Devices = devices;
        Vocabulary = new Vocabulary(LlamaApi.llama_model_get_vocab(handle.DangerousGetHandle()));
        Width = LlamaApi.llama_model_n_embd(handle.DangerousGetHandle());
        CanShareCache = LlamaApi.llama_model_is_recurrent(handle.DangerousGetHandle()) == 0 && LlamaApi.llama_model_is_hybrid(handle.DangerousGetHandle()) == 0;
    }

    public SafeLlamaModelHandle Handle { get; }

    public EngineLibrary Library { get; }

    /// <summary>What the weights were put on.</summary>
    public IReadOnlyList<EngineDevice> Devices { get; }

    public Vocabulary Vocabulary { get; }

    /// <summary>Numbers of a hidden state.</summary>
    public int Width { get; }

    /// <summary>Put on the model, in order.</summary>
    public IReadOnlyList<EngineAdapter> Adapters { get; private set; } = [];

    /// <summary>Of the library, one per adapter; freed with the model.</summary>
    public IReadOnlyList<nint> AdapterHandles { get; private set; } = [];

    /// <summary>Models with a running state instead of a cache can't be cut back or copied in part.</summary>
    public bool CanShareCache { get; }

    /// <summary>How many tokens can read past one cell for the price of reading one token anew: two operations a weight against four for each layer and channel.</summary>
    public double CellsPerToken => Handle.ParameterCount / (2.0 * Math.Max(1, Handle.LayerCount) * Math.Max(1, Width));

    /// <summary>For example Q4_1; what most of the weights are stored as.</summary>
    public string Quantisation => Handle.FileType.ToString().Replace("LLAMA_FTYPE_", "", StringComparison.Ordinal).Replace("MOSTLY_", "", StringComparison.Ordinal).Replace("ALL_", "", StringComparison.Ordinal);

    /// <exception cref="ModelUnavailableException">The file or the device can't be used; the reason names which.</exception>
    public static EngineModel Load(EngineSpec spec, Action<float> progress)
    {
        if (!File.Exists(spec.File))
        {
            throw new ModelUnavailableException(new Phrase("Inference.NoModelFile", spec.File));
        }

        var file = Check(spec.File);
        IReadOnlyList<EngineAdapter> adapters = spec.Adapters.Length <= EngineAdapter.MostAdapters
            ? [.. spec.Adapters.Select(use => EngineAdapter.Read(use, file))]
            : throw new ModelUnavailableException(new Phrase("Inference.TooManyAdapters", spec.Adapters.Length.ToString(CultureInfo.InvariantCulture), EngineAdapter.MostAdapters.ToString(CultureInfo.InvariantCulture)));
        var library = EngineLibrary.Load(spec.Natives, spec.Exact, spec.Place);
        var devices = Choose(library, spec);
        var parameters = LlamaApi.llama_model_default_params();
        parameters.LoadMode = ModelParameters.MemoryMap;
        parameters.GpuLayers = devices[0].Kind == "cpu" ? 0 : spec.GpuLayers ?? -1;
        var list = stackalloc nint[devices.Count + 1];
        for (var i = 0; i < devices.Count; i++)
        {
            list[i] = devices[i].Handle;
        }

        list[devices.Count] = 0;
        parameters.Devices = devices[0].Kind == "cpu" ? null : list;
        var state = GCHandle.Alloc(progress);
        try
        {
            parameters.Progress = &OnProgress;
            parameters.ProgressState = (void*)GCHandle.ToIntPtr(state);
            var path = Encoding.UTF8.GetBytes(Path.GetFullPath(spec.File) + "\0");
            fixed (byte* text = path)
            {
                var handle = LlamaApi.llama_model_load_from_file(text, parameters);
                if (handle.IsInvalid)
                {
                    throw new ModelUnavailableException(new Phrase("Inference.ModelDoesNotLoad", spec.File, EngineLog.LastError));
                }

                if (devices[0].Kind != "cpu" && Offload.Problem(EngineLog.Offloaded, spec.GpuLayers, devices[0].Name) is { } problem)
                {
                    handle.Dispose();
                    throw new ModelUnavailableException(problem);
                }

                var model = new EngineModel(handle, library, devices, file);
                model.Put(adapters);
                return model;
            }
        }
        finally
        {
            state.Free();
        }
    }

    /// <summary>From our own reading of the header: the binding's look-up does not end its key with a zero byte and now and then finds nothing.</summary>
    public string? Metadata(string key) => _metadata.GetValueOrDefault(key);

    public void Dispose() => Handle.Dispose();

    // The library answers many a damaged header by ending the process; what it would trip over is found before.
    private static GgufFile Check(string file)
    {
        try
        {
            return GgufFile.ReadLoadable(file);
        }
        catch (InputException exception)
        {
            var problems = string.Join(" ", exception.Problems.Select(problem => (problem with { File = null }).ToString()));
            throw new ModelUnavailableException(new Phrase("Inference.DamagedModelFile", file, problems), exception);
        }
    }

    private void Put(IReadOnlyList<EngineAdapter> adapters)
    {
        var handles = new List<nint>();
        foreach (var adapter in adapters)
        {
            fixed (byte* path = Encoding.UTF8.GetBytes(Path.GetFullPath(adapter.File) + "\0"))
            {
                var handle = LlamaApi.llama_adapter_lora_init(Handle.DangerousGetHandle(), path);
                if (handle == 0)
                {
                    Dispose();
                    throw new ModelUnavailableException(new Phrase("Inference.AdapterRefused", adapter.File, EngineLog.LastError));
                }

                handles.Add(handle);
            }
        }

        (Adapters, AdapterHandles) = (adapters, handles);
    }

    private static IReadOnlyList<EngineDevice> Choose(EngineLibrary library, EngineSpec spec)
    {
        var chosen = DeviceWish.Parse(spec.Place).Choose(library.Devices);
        return EngineDevice.Missing(spec.Place, library.Devices) is { } missing ? throw new ModelUnavailableException(missing)
            : spec.GpuLayers > 0 && chosen[0].Kind == "cpu" ? throw new ModelUnavailableException(new Phrase("Inference.LayersWithoutGraphics", spec.GpuLayers.Value.ToString(CultureInfo.InvariantCulture)))
            : chosen;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnProgress(float share, void* state)
    {
        ((Action<float>)GCHandle.FromIntPtr((nint)state).Target!)(share);
        return 1;
    }
}
