namespace Workbench.Core.Scoring.Judges;

/// <summary>A word that a judge may answer with, and what it stands for.</summary>
/// <param name="Value">0 to 1.</param>
public sealed record JudgeLabel(string Word, Outcome Outcome, double Value);
