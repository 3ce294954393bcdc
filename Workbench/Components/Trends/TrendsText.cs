namespace Workbench.Components.Trends;

/// <summary>Words of a suite's runs over time.</summary>
public sealed class TrendsText;
