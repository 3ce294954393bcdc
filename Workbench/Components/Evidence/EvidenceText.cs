namespace Workbench.Components.Evidence;

/// <summary>Words of the pages about evidence files.</summary>
public sealed class EvidenceText;
