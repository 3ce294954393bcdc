namespace Workbench.Components.Compliance;

/// <summary>Words of the pages of this folder.</summary>
public sealed class ComplianceText;
