namespace Workbench.Components.Runs;

/// <summary>Words of the pages about runs.</summary>
public sealed class RunsText;
