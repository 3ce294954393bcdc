namespace Workbench.Components.Runs;

/// <summary>Texts of the comparison of two runs.</summary>
public sealed class RunDiffText;
