namespace Workbench.Components.Hallucination;

/// <summary>Words of the page about made-up answers.</summary>
public sealed class HallucinationText;
