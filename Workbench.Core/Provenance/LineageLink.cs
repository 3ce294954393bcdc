namespace Workbench.Core.Provenance;

/// <summary>How a model came from another.</summary>
public enum LineageKind
{
    /// <summary>Trained on from these weights.</summary>
    Base,
    FineTune,
    Adapter,
    Merge,
    Quantisation,

    /// <summary>Trained on answers of this teacher; no weights were taken over.</summary>
    Distilled,
}

/// <summary>One edge to an ancestor, which need not be a file here.</summary>
/// <param name="Parent">SHA-256 of its weights, or a name.</param>
/// <param name="Child">What came from it; null is the card's own model. So a card can tell the whole line of names that are not here.</param>
/// <param name="License">The parent's licence, or the terms its answers were got under.</param>
/// <param name="IsRoot">The parent was trained from random weights: nothing is behind it.</param>
public sealed record LineageLink(LineageKind Kind, string Parent, string? Child = null, string? License = null, bool IsRoot = false);
