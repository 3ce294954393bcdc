namespace Workbench.Components.Labels;

/// <summary>Words of the pages of this folder.</summary>
public sealed class LabelsText;
