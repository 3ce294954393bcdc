namespace Workbench.Components.Compare;

public sealed class CompareText;
