namespace Workbench.Core.Races;

/// <summary>A candidate as it was when it was voted on.</summary>
/// <param name="Hash">Of its model, system prompt and settings: 64 lower-case hexadecimal digits.</param>
public sealed record VotedCandidate(string Name, string Hash);

/// <summary>One blind comparison of two answers to the same prompt.</summary>
/// <param name="Id">Sorts by time.</param>
/// <param name="Ballot">Shared by the pairs that come from one judgement of three or more answers; they are not independent.</param>
/// <param name="A">Sat in the first seat: shown on the left.</param>
/// <param name="B">Sat in the second seat.</param>
/// <param name="Voter">Id of the person.</param>
public sealed record Vote(string Id, string Ballot, string Prompt, VotedCandidate A, VotedCandidate B, PairOutcome Outcome, string Voter, DateTimeOffset At);
