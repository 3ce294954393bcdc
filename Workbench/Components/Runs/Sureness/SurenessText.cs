namespace Workbench.Components.Runs.Sureness;

/// <summary>Words of the plots that hold sureness against what was right.</summary>
public sealed class SurenessText;
