namespace Workbench.Components.Layout;

public sealed class LayoutText;
