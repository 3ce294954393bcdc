namespace Workbench.Components.Suites;

/// <summary>What each scorer looks at, and what its settings mean.</summary>
public sealed class ScorerText;
