namespace Workbench.Components.Runs;

/// <summary>Texts of planning and working on runs.</summary>
public sealed class RunWorkText;
