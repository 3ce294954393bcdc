using System.Collections.Immutable;
using Workbench.Core.Inference;

namespace Workbench.Core.Runs.Judging;

/// <summary>Who judged a run, and how it was asked.</summary>
/// <param name="Name">As the suite names it.</param>
/// <param name="Candidate">What that stands for: a model, or a kept candidate with its own template, adapters and system prompt.</param>
/// <param name="Model">What answered.</param>
/// <param name="Files">Hashes of template and adapters; null for endpoints and null runners.</param>
/// <param name="Prompts">SHA-256 of the question's form (texts, criteria, words) by rubric and language, for example <c>correctness/en</c>.</param>
public sealed record JudgeRecord(string Name, Candidate Candidate, ModelFacts Model, CandidateHashes? Files, ImmutableSortedDictionary<string, string> Prompts)
{
    /// <summary>Candidates that run on the judge's own model: it judges its own answers.</summary>
    public static IEnumerable<string> Selves(RunHeader run) => run.Record.Judges.SelectMany(judge => run.Candidates.Where(candidate => judge.IsModelOf(run, candidate))).Select(candidate => candidate.Name).Distinct();

    /// <summary>The same file, or where there is none to know it by, the same name.</summary>
    public bool IsModelOf(RunHeader run, Candidate candidate) => run.Models?.GetValueOrDefault(candidate.Name) is { Sha256: { } hash } && Model.Sha256 is { } own ? hash == own : candidate.Model == Candidate.Model;
}

/// <summary>How far a judge has come.</summary>
/// <param name="Name">As the suite names it.</param>
public sealed record JudgeProgress(string Name, int Done, int Total);
