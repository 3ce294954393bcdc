using System.Runtime.InteropServices;

namespace Workbench.Core.Inference.Engine;

/// <summary>Refuses libraries other than the pinned ones: another version reads our structures differently and says nothing.</summary>
internal static unsafe class NativeGuard
{
    /// <summary>llama.cpp b10221, which LLamaSharp 0.30.0 was built against.</summary>
    public const string Commit = "815a2a5";

    /// <returns>What differs, or null if these are the pinned libraries.</returns>
    public static string? Difference(string llamaPath)
    {
        var commit = Marshal.PtrToStringUTF8((nint)GgmlApi.ggml_commit()) ?? "";
        if (!commit.StartsWith(Commit, StringComparison.Ordinal))
        {
            return $"commit {commit} instead of {Commit}";
        }

        // Structures come back through a hidden pointer argument on x64 only; elsewhere the commit must do.
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return null;
        }

        var library = NativeLibrary.Load(llamaPath);
        var model = Written(NativeLibrary.GetExport(library, "llama_model_default_params"), out _);
        var context = Written(NativeLibrary.GetExport(library, "llama_context_default_params"), out var values);
        if (model != "0-69")
        {
            return $"model parameters {model} instead of 0-69";
        }

        if (context != "0-83 88-133 136-159")
        {
            return $"context parameters {context} instead of 0-83 88-133 136-159";
        }

        var threads = (BitConverter.ToInt32(values, 24), BitConverter.ToInt32(values, 28));
        return threads == (4, 4) ? null : $"default threads {threads} instead of (4, 4)";
    }

    // Called on two buffers filled with different bytes: what is alike afterwards was written by the library, what differs is padding.
    private static string Written(nint function, out byte[] values)
    {
        const int Size = 256;
        var call = (delegate* unmanaged[Cdecl]<byte*, byte*>)function;
        values = new byte[Size];
        var other = new byte[Size];
        values.AsSpan().Fill(0xCD);
        other.AsSpan().Fill(0x32);
        fixed (byte* first = values, second = other)
        {
            call(first);
            call(second);
        }

        var ranges = new List<string>();
        for (var i = 0; i < Size; i++)
        {
            if (values[i] != other[i])
            {
                continue;
            }

            var start = i;
            while (i + 1 < Size && values[i + 1] == other[i + 1])
            {
                i++;
            }

            ranges.Add($"{start}-{i}");
        }

        return string.Join(' ', ranges);
    }
}
