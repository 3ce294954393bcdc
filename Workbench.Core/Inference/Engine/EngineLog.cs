using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Workbench.Core.Inference.Engine;

/// <summary>The last warnings and errors of the native library: the reason of a failed load is told only there.</summary>
internal static unsafe class EngineLog
{
    private const int Kept = 40;
    private const int Information = 2;
    private const int Continuation = 5;
    private static readonly ConcurrentQueue<string> Lines = new();

    public static IReadOnlyCollection<string> Recent => Lines;

    /// <summary>What the library said of the model it loaded last; null when that went to the processor.</summary>
    public static Offload? Offloaded { get; private set; }

    /// <summary>The last line that names an error, for a message to a person.</summary>
    public static string LastError => Lines.Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase) || line.Contains("fail", StringComparison.OrdinalIgnoreCase)).Select(Short).FirstOrDefault() ?? Lines.LastOrDefault() ?? "";

    public static void Attach()
    {
        LlamaApi.llama_log_set(&Write, null);
        GgmlApi.ggml_set_abort_callback(&Aborting);
    }

    /// <summary>Before anything else is loaded: a graphics backend reports its devices while it registers, which would go to standard error.</summary>
    /// <param name="tensors">The library ggml-base.</param>
    public static void AttachTo(nint tensors)
    {
        if (NativeLibrary.TryGetExport(tensors, "ggml_log_set", out var set))
        {
            ((delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<int, byte*, void*, void>, void*, void>)set)(&Write, null);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Write(int level, byte* text, void* state)
    {
        if (level == Information && Marshal.PtrToStringUTF8((nint)text) is { } line && Offload.Parse(line) is { } offload)
        {
            Offloaded = offload;
        }

        if (level is < 3 or Continuation)
        {
            return;
        }

        Lines.Enqueue((Marshal.PtrToStringUTF8((nint)text) ?? "").Trim());
        while (Lines.Count > Kept)
        {
            Lines.TryDequeue(out _);
        }
    }

    // The library would end the process with a signal; leaving on our own terms lets the last words reach the parent.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Aborting(byte* text)
    {
        NativeAbort.Leave(Marshal.PtrToStringUTF8((nint)text) ?? "");
    }

    private static string Short(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && !line[..colon].Contains(' ', StringComparison.Ordinal) ? line[(colon + 2)..] : line;
    }
}
