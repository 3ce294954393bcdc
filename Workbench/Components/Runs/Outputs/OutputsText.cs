namespace Workbench.Components.Runs.Outputs;

/// <summary>Words of the pages that score answers without asking a model.</summary>
public sealed class OutputsText;
