using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Language;
using Workbench.Core.Runs;

namespace Workbench.Core.Storage.Decisions;

/// <summary>Checks a proposal and completes it from its evidence: subject, run, hashes.</summary>
public sealed class DecisionIntake(IAssessmentStore assessments, IAssessmentViews views, IRunStore runs, IEvidenceReader files)
{
    /// <summary>Characters of a reason or rationale: it is kept in a log entry, which has an end.</summary>
    public const int LongestText = 4000;

    public const int LongestName = 500;

    private const int Most = 20;

    /// <exception cref="InputException">All that is missing or wrong.</exception>
    public async Task<DecisionProposal> CompleteAsync(DecisionProposal proposal, CancellationToken cancellation)
    {
        var problems = Check(proposal).OfType<InputProblem>().ToList();
        var evidence = new List<DecisionEvidence>();
        RunHeader? run = null;
        foreach (var id in proposal.Assessments.Where(id => !string.IsNullOrWhiteSpace(id)).Distinct())
        {
            if (await assessments.FindAsync(id, cancellation).ConfigureAwait(false) is not { } found)
            {
                problems.Add(new InputProblem(new Phrase("Decisions.NoSuchAssessment", id), Field: "assessment"));
                continue;
            }

            if (proposal.Candidate.Length > 0 && !found.Candidates.Any(candidate => candidate.Name == proposal.Candidate))
            {
                problems.Add(new InputProblem(new Phrase("Decisions.NotAssessed", proposal.Candidate, id), Field: "candidate"));
            }

            run ??= await runs.FindAsync(found.RunId, cancellation).ConfigureAwait(false);
            evidence.Add(new DecisionEvidence(DecisionEvidenceKind.Assessment, found.Id, found.Sha256));
            evidence.Add(new DecisionEvidence(DecisionEvidenceKind.Pack, found.PackId, found.PackSha256));
            if ((await views.FindAsync(id, cancellation).ConfigureAwait(false))?.Of(proposal.Candidate) is { } view)
            {
                evidence.Add(new DecisionEvidence(DecisionEvidenceKind.View, found.Id, view.Sha256));
            }
        }

        Refuse(problems);
        if (run is null)
        {
            throw new InputException(new InputProblem(new Phrase("Decisions.RunGone", proposal.AssessmentId), Field: "assessment"));
        }

        var suite = await runs.SuiteAsync(run.Id, cancellation).ConfigureAwait(false);
        var subject = DecisionSubject.Of(run, suite.System, proposal.Candidate)
            ?? throw new InputException(new InputProblem(new Phrase("Decisions.NotAssessed", proposal.Candidate, proposal.AssessmentId), Field: "candidate"));
        evidence.Add(new DecisionEvidence(DecisionEvidenceKind.Suite, run.Id, run.SuiteSha256));
        if (subject.WeightsSha256 is { } weights)
        {
            evidence.Add(new DecisionEvidence(DecisionEvidenceKind.Weights, subject.Model, weights));
        }

        Refuse(
        [
            Differs("candidateHash", proposal.CandidateHash, subject.CandidateHash),
            Differs("assessmentSha256", proposal.AssessmentSha256, evidence[0].Sha256),
            Differs("run", proposal.RunId, run.Id),
        ]);
        return proposal with
        {
            CandidateHash = subject.CandidateHash,
            AssessmentSha256 = evidence[0].Sha256,
            RunId = run.Id,
            Subject = subject,
            Evidence = [.. evidence.Distinct()],
        };
    }

    /// <summary>Evidence files of a decision, with the hashes they have.</summary>
    public async Task<ImmutableArray<DecisionEvidence>> FilesAsync(string id, CancellationToken cancellation) =>
        [.. (await files.ForAsync(EvidenceSubject.Decision(id), cancellation).ConfigureAwait(false)).Select(file => new DecisionEvidence(DecisionEvidenceKind.File, file.Id, file.Sha256))];

    internal static InputProblem? TooLong(string? value, string field, int most) =>
        value?.Length > most ? new InputProblem(new Phrase("Governance.FieldTooLong", field, $"{most}"), Field: field) : null;

    internal static InputProblem? Missing(string? value, string field) => string.IsNullOrWhiteSpace(value) ? new InputProblem(new Phrase("Governance.FieldMissing", field), Field: field) : null;

    internal static IEnumerable<InputProblem?> CheckConditions(ImmutableArray<DecisionCondition> conditions) =>
    [
        conditions.Length <= Most ? null : new InputProblem(new Phrase("Decisions.TooMany", $"{Most}"), Field: "conditions"),
        .. conditions.SelectMany((condition, at) => new[]
        {
            Missing(condition.Text, $"conditions[{at}]") ?? TooLong(condition.Text, $"conditions[{at}]", LongestName),
            TooLong(condition.Owner, $"conditions[{at}].owner", 100),
            TooLong(condition.Due, $"conditions[{at}].due", 100),
        }),
    ];

    internal static void Refuse(IEnumerable<InputProblem?> problems)
    {
        if (problems.OfType<InputProblem>().ToImmutableArray() is { IsEmpty: false } wrong)
        {
            throw new InputException(wrong);
        }
    }

    private static IEnumerable<InputProblem?> Check(DecisionProposal proposal) =>
    [
        Missing(proposal.Candidate, "candidate") ?? TooLong(proposal.Candidate, "candidate", LongestName),
        Missing(proposal.FieldOfUse, "fieldOfUse") ?? TooLong(proposal.FieldOfUse, "fieldOfUse", LongestName),
        Missing(proposal.AssessmentId, "assessment"),
        Missing(proposal.Rationale, "rationale") ?? TooLong(proposal.Rationale, "rationale", LongestText),
        proposal.Tier is null ? new InputProblem(new Phrase("Governance.FieldMissing", "tier"), Field: "tier") : null,
        TooLong(proposal.Environment, "environment", LongestName),
        TooLong(proposal.Jurisdiction, "jurisdiction", 100),
        TooLong(proposal.Question, "question", LongestText),
        TooLong(proposal.ResidualRisk, "residualRisk", LongestText),
        proposal.Options.Length <= Most ? null : new InputProblem(new Phrase("Decisions.TooMany", $"{Most}"), Field: "options"),
        .. proposal.Options.Select((option, at) => Missing(option, $"options[{at}]") ?? TooLong(option, $"options[{at}]", LongestName)),
        .. CheckConditions(proposal.Conditions),
        proposal.Type == DecisionType.Conditional && proposal.Conditions.IsEmpty ? new InputProblem(new Phrase("Decisions.ConditionsNeeded"), Field: "conditions") : null,
        proposal.Type.NeedsEarlier() && proposal.Supersedes is null ? new InputProblem(new Phrase("Decisions.EarlierNeeded"), Field: "supersedes") : null,
    ];

    private static InputProblem? Differs(string field, string? given, string found) =>
        string.IsNullOrEmpty(given) || string.Equals(given, found, StringComparison.OrdinalIgnoreCase) ? null : new InputProblem(new Phrase("Decisions.EvidenceDiffers", field, found), Field: field);
}
