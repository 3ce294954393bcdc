namespace Workbench.Core.Models.Gguf;

/// <summary>What no honest header exceeds; a header that does is refused before it costs memory or time.</summary>
internal static class GgufLimits
{
    public const long HeaderBytes = 64L << 20;
    public const int KeyBytes = 65_535;
    public const int TextBytes = 16 << 20;
    public const int Entries = 16_384;
    public const int Tensors = 65_536;
    public const int TensorNameBytes = 63;
    public const int ArrayElements = 2 << 20;
    public const int Dimensions = 4;

    /// <summary>Arrays of arrays occur nowhere in practice; a few levels are read, more is an attack on the stack.</summary>
    public const int ArrayDepth = 3;

    /// <summary>Problems told of one file.</summary>
    public const int Problems = 20;
}
