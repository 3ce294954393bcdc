namespace Workbench.Components.Findings;

/// <summary>Words of the pages about findings, exceptions and answers by document.</summary>
public sealed class FindingsText;
