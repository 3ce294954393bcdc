namespace Workbench.Components.Shared;

public sealed class SharedText;
