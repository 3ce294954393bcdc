namespace Workbench.Components.Provenance;

/// <summary>Words of the pages on where models come from.</summary>
public sealed class ProvenanceText;
