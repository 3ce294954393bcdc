namespace Workbench.Core.Models.Fit;

/// <summary>What one layer keeps of the past, in numbers.</summary>
/// <param name="Key">Of each token, for keys; 0 for a layer without attention.</param>
/// <param name="Value">Of each token, for values; 0 where they are made from the keys (latent attention).</param>
/// <param name="State">Of each sequence, whatever its length: convolution and running state; 0 for pure attention.</param>
/// <param name="Window">Tokens the layer looks back; 0 for all of them.</param>
public sealed record ModelLayer(long Key, long Value, long State, long Window)
{
    public static ModelLayer Empty { get; } = new(0, 0, 0, 0);
}
