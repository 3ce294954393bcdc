namespace Workbench.Components.Reports;

/// <summary>Words of the pages of this folder.</summary>
public sealed class ReportsText;
