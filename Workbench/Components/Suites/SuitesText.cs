namespace Workbench.Components.Suites;

/// <summary>Words of the pages about suites.</summary>
public sealed class SuitesText;
