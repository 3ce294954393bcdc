using System.Runtime.InteropServices;

namespace Workbench.Core.Inference.Engine;

/// <summary>llama_model_params of the pinned library, 72 bytes; <see cref="NativeGuard"/> checks the layout before first use.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ModelParameters
{
    public nint* Devices;
    public void* BufferOverrides;
    public int GpuLayers;
    public int SplitMode;
    public int LoadMode;
    public int MainGpu;
    public float* TensorSplit;
    public delegate* unmanaged[Cdecl]<float, void*, byte> Progress;
    public void* ProgressState;
    public void* MetadataOverrides;
    public byte VocabularyOnly;
    public byte CheckTensors;
    public byte UseExtraBuffers;
    public byte NoHost;
    public byte NoAllocation;
    public byte LoadDraftLayers;

    /// <summary>Memory-mapped: pages come from the file and are shared with the page cache.</summary>
    public const int MemoryMap = 1;
}

/// <summary>llama_batch of the pinned library, passed by value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeBatch
{
    public int Count;
    public int* Tokens;
    public float* Embeddings;
    public int* Positions;
    public int* SequenceCounts;
    public int** Sequences;
    public byte* Outputs;
}

/// <summary>llama_token_data.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TokenCandidate
{
    public int Token;
    public float Logit;
    public float Probability;
}
