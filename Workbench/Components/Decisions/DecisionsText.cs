namespace Workbench.Components.Decisions;

/// <summary>Words of the pages of this folder.</summary>
public sealed class DecisionsText;
