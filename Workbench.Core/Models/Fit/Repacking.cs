using System.Runtime.Intrinsics.X86;
using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Models.Fit;

/// <summary>Weights the processor's kernels want in another order: the library copies them, and the mapped originals stay. Which ones depends on type and instruction set.</summary>
internal static class Repacking
{
    public static long Bytes(GgufTensor tensor) => IsRepacked(tensor) ? tensor.Bytes : 0;

    // Only matrices of a layer or the output are multiplied with; an embedding is looked up.
    private static bool IsRepacked(GgufTensor tensor) =>
        tensor.Shape.Length is 2 or 3
        && tensor.Name != Placement.Embedding
        && tensor.Shape[1] % 8 == 0
        && (tensor.Type.Name switch
        {
            "Q4_0" or "Q4_K" or "IQ4_NL" => Avx2.IsSupported,
            "Q2_K" => Avx512F.IsSupported,
            _ => false,
        });
}
