using System.Runtime.InteropServices;

namespace Workbench.Core.Inference.Engine;

/// <summary>Devices and identity, from the tensor library under llama.</summary>
internal static unsafe partial class GgmlApi
{
    internal const string Registry = "ggml";
    internal const string Base = "ggml-base";

    [LibraryImport(Registry)]
    internal static partial nuint ggml_backend_dev_count();

    [LibraryImport(Registry)]
    internal static partial nint ggml_backend_dev_get(nuint index);

    [LibraryImport(Base)]
    internal static partial byte* ggml_backend_dev_name(nint device);

    [LibraryImport(Base)]
    internal static partial byte* ggml_backend_dev_description(nint device);

    [LibraryImport(Base)]
    internal static partial int ggml_backend_dev_type(nint device);

    [LibraryImport(Base)]
    internal static partial void ggml_backend_dev_memory(nint device, nuint* free, nuint* total);

    [LibraryImport(Base)]
    internal static partial byte* ggml_commit();

    [LibraryImport(Base)]
    internal static partial byte* ggml_version();

    [LibraryImport(Base)]
    internal static partial nint ggml_set_abort_callback(delegate* unmanaged[Cdecl]<byte*, void> callback);
}
