namespace Workbench.Components.Log;

/// <summary>Words of the log page.</summary>
public sealed class LogText;
