using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Models.Fit;

/// <summary>Where the library puts what: the token embedding always in main memory, the last layers and the output on the graphics device.</summary>
internal sealed class Placement(int blocks, int graphicsLayers)
{
    public const string Embedding = "token_embd.weight";

    private readonly long _first = Math.Max(0, blocks + 1L - graphicsLayers);

    public bool AnyOnGraphics => graphicsLayers > 0;

    /// <summary>Layers beyond those computed (drafts of several tokens ahead) stay in the file.</summary>
    public bool IsLoaded(GgufTensor tensor) => ModelSizes.Place(tensor.Name) is not { } place || place.Block < blocks;

    public bool IsOnGraphics(int block) => AnyOnGraphics && block >= _first;

    public bool IsOnGraphics(GgufTensor tensor) =>
        ModelSizes.Place(tensor.Name) is { } place ? IsOnGraphics(place.Block) : AnyOnGraphics && !tensor.Name.StartsWith("token_", StringComparison.Ordinal) && !tensor.Name.StartsWith("position_", StringComparison.Ordinal);
}
