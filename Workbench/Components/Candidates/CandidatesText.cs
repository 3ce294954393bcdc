namespace Workbench.Components.Candidates;

public sealed class CandidatesText;
