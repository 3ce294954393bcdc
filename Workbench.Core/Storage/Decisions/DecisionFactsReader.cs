using System.Collections.Immutable;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Banks;

namespace Workbench.Core.Storage.Decisions;

/// <summary>Reads how a decision's evidence and subject stand now.</summary>
public sealed class DecisionFactsReader(
    IAssessmentStore assessments, IAssessmentViews views, IEvidenceReader files, IRunStore runs, PackCatalog packs, BankQuery banks, ModelCatalog models, IModelHashStore known, ModelHashes reader, TimeProvider time)
{
    /// <summary>Runs and assessments looked through for a later one of the same candidate.</summary>
    private const int Recent = 50;

    private static readonly string? RuntimeNow = DecisionSubject.RuntimeOf(RunEnvironment.Of(null, null, [], default));

    /// <param name="readModels">Reads a model file that changed, however large; otherwise only what is known of it counts.</param>
    public async Task<DecisionFacts> ReadAsync(Decision decision, bool readModels, CancellationToken cancellation)
    {
        var proposal = decision.Proposal;
        var evaluators = ImmutableHashSet.CreateBuilder<string>();
        var failing = ImmutableArray.CreateBuilder<FailingClause>();
        var evidence = ImmutableArray.CreateBuilder<EvidenceCheck>();
        var changes = ImmutableArray.CreateBuilder<SubjectChange>();
        var findings = ImmutableArray.CreateBuilder<string>();
        var hashes = ImmutableArray.CreateBuilder<string>();
        var clauses = ImmutableArray.CreateBuilder<VerdictChange>();
        var recent = await assessments.ListAsync(Recent, cancellation).ConfigureAwait(false);
        var countsOnBanks = false;
        foreach (var id in proposal.Assessments.Distinct())
        {
            var named = Named(proposal, id);
            if (await assessments.FindAsync(id, cancellation).ConfigureAwait(false) is not { } found)
            {
                evidence.Add(new EvidenceCheck(new DecisionEvidence(DecisionEvidenceKind.Assessment, id, named ?? ""), EvidenceStanding.Missing, new Phrase("Decisions.Evidence.Missing", id)));
                continue;
            }

            var same = named is null || named == found.Sha256;
            evidence.Add(new EvidenceCheck(new DecisionEvidence(DecisionEvidenceKind.Assessment, id, named ?? found.Sha256), same ? EvidenceStanding.Unchanged : EvidenceStanding.Changed, same ? null : new Phrase("Decisions.Evidence.Changed", id)));
            evaluators.Add(found.By);
            clauses.AddRange(Changed(found, recent.FirstOrDefault(one => one.PackId == found.PackId && one.At > found.At && one.Candidates.Any(candidate => candidate.Name == proposal.Candidate)), proposal.Candidate));
            if (await assessments.PackAsync(found.PackSha256, cancellation).ConfigureAwait(false) is { } pack)
            {
                countsOnBanks |= pack.Clauses.Any(clause => clause.Kind == ClauseKind.Coverage);
                evidence.Add(PackCheck(pack, changes));
            }

            if ((await views.FindAsync(id, cancellation).ConfigureAwait(false))?.Of(proposal.Candidate) is { } view)
            {
                failing.AddRange(Failing(id, view, proposal.FieldOfUse));
                evidence.AddRange(ViewChecks(proposal, id, view));
                findings.AddRange(view.Blocking.Select(finding => finding.Id));
                hashes.Add(view.Sha256);
            }
        }

        foreach (var file in proposal.Evidence.Where(one => one.Kind == DecisionEvidenceKind.File))
        {
            evidence.Add(FileCheck(file, await files.FindAsync(file.Id, cancellation).ConfigureAwait(false)));
        }

        if (await runs.FindAsync(proposal.RunId, cancellation).ConfigureAwait(false) is { } run)
        {
            evaluators.Add(run.StartedBy);
            if (proposal.Subject is { } subject)
            {
                await ChangesAsync(subject, run, readModels, changes, cancellation).ConfigureAwait(false);
            }
        }

        return new DecisionFacts(evaluators.ToImmutable(), failing.ToImmutable(), evidence.ToImmutable(), [.. changes.DistinctBy(change => (change.Reason, change.Field, change.Now))], countsOnBanks ? await OverdueAsync(cancellation).ConfigureAwait(false) : [], findings.ToImmutable())
        {
            Views = hashes.ToImmutable(),
            Clauses = clauses.ToImmutable(),
        };
    }

    private static IEnumerable<VerdictChange> Changed(Assessment was, Assessment? later, string candidate) =>
        from now in later?.Candidates.First(one => one.Name == candidate).Clauses ?? []
        from before in was.Candidates.Where(one => one.Name == candidate).SelectMany(one => one.Clauses)
        where before.ClauseId == now.ClauseId && before.Verdict != now.Verdict
        select new VerdictChange(later!.Id, now.ClauseId, before.Verdict, now.Verdict);

    private static string? Named(DecisionProposal proposal, string id) =>
        proposal.Evidence.FirstOrDefault(one => one.Kind == DecisionEvidenceKind.Assessment && one.Id == id)?.Sha256 ?? (id == proposal.AssessmentId ? proposal.AssessmentSha256 : null);

    private static IEnumerable<FailingClause> Failing(string id, CandidateView view, string use) =>
        from clause in view.Clauses
        where clause is { Verdict: Verdict.DoesNotConform, Clause.Recommended: false }
        select new FailingClause(id, clause.Clause.Id, clause.Exceptions.FirstOrDefault(exception => exception.IsFor(use))?.Id);

    /// <summary>Answers by document that rest on something expired; and what was put over the assessment since, which blocks nothing by itself.</summary>
    private static IEnumerable<EvidenceCheck> ViewChecks(DecisionProposal proposal, string id, CandidateView view)
    {
        foreach (var clause in view.Clauses.Where(clause => clause is { Clause.Recommended: false, IsStale: true }))
        {
            yield return new EvidenceCheck(new DecisionEvidence(DecisionEvidenceKind.Assessment, $"{id} {clause.Clause.Id}", ""), EvidenceStanding.Expired, new Phrase("Decisions.Evidence.Expired", $"{id} {clause.Clause.Id}"));
        }

        if (proposal.Evidence.FirstOrDefault(one => one.Kind == DecisionEvidenceKind.View && one.Id == id) is { } named)
        {
            yield return new EvidenceCheck(named, EvidenceStanding.Unchanged, named.Sha256 == view.Sha256 ? null : new Phrase("Decisions.Evidence.ViewChanged", id));
        }
    }

    private EvidenceCheck FileCheck(DecisionEvidence named, EvidenceFile? file) => file switch
    {
        null => new EvidenceCheck(named, EvidenceStanding.Missing, new Phrase("Decisions.Evidence.Missing", named.Id)),
        _ when file.Sha256 != named.Sha256 => new EvidenceCheck(named, EvidenceStanding.Changed, new Phrase("Decisions.Evidence.Changed", named.Id)),
        _ when file.HasExpired(time.GetUtcNow()) => new EvidenceCheck(named, EvidenceStanding.Expired, new Phrase("Decisions.Evidence.Expired", named.Id)),
        _ => new EvidenceCheck(named, EvidenceStanding.Unchanged, null),
    };

    private EvidenceCheck PackCheck(PolicyPack pack, ImmutableArray<SubjectChange>.Builder changes)
    {
        var used = new DecisionEvidence(DecisionEvidenceKind.Pack, pack.Id, pack.Sha256);
        var now = packs.List().Select(file => file.Pack).OfType<PolicyPack>().FirstOrDefault(one => one.Id == pack.Id);
        if (now is null || now.Sha256 == pack.Sha256)
        {
            return new EvidenceCheck(used, EvidenceStanding.Unchanged, null);
        }

        var words = new Phrase("Decisions.Changed.Pack", pack.Id, $"{pack.Version}", $"{now.Version}");
        changes.Add(new SubjectChange(ReviewReason.Pack, "pack", pack.Sha256, now.Sha256, words));
        return new EvidenceCheck(used, EvidenceStanding.Changed, words);
    }

    private async Task ChangesAsync(DecisionSubject subject, RunHeader run, bool readModels, ImmutableArray<SubjectChange>.Builder changes, CancellationToken cancellation)
    {
        if (await LaterAsync(subject, run, cancellation).ConfigureAwait(false) is { } later)
        {
            Compare(ReviewReason.Quantisation, "quantisation", subject.Quantisation, later.Quantisation);
            Compare(ReviewReason.Prompt, "promptSha256", subject.PromptSha256, later.PromptSha256);
            Compare(ReviewReason.Weights, "weightsSha256", subject.WeightsSha256, later.WeightsSha256);
            CompareRuntime(later.KnownRuntime);
        }

        if (subject.WeightsSha256 is { } weights && await HashNowAsync(subject.Model, readModels, cancellation).ConfigureAwait(false) is { } now)
        {
            Compare(ReviewReason.Weights, "weightsSha256", weights, now);
        }

        CompareRuntime(RuntimeNow);

        // Of what nobody wrote down there is no telling whether it changed.
        void CompareRuntime(string? found)
        {
            if (subject.KnownRuntime is { } runtime)
            {
                Compare(ReviewReason.Runtime, "runtime", runtime, found);
            }
        }

        void Compare(ReviewReason reason, string field, string? was, string? found)
        {
            if (was != found && (found is not null || reason == ReviewReason.Prompt))
            {
                changes.Add(new SubjectChange(reason, field, was, found, new Phrase($"Decisions.Changed.{reason}", subject.Candidate, Short(was), Short(found))));
            }
        }
    }

    /// <summary>What answers under the candidate's name by now, when a later run asked it.</summary>
    private async Task<DecisionSubject?> LaterAsync(DecisionSubject subject, RunHeader run, CancellationToken cancellation)
    {
        var later = (await runs.ListAsync(Recent, null, cancellation).ConfigureAwait(false))
            .Where(one => one.Status == RunStatus.Finished && one.CreatedAt > run.CreatedAt && one.Candidates.Any(candidate => candidate.Name == subject.Candidate))
            .MaxBy(one => one.CreatedAt);
        if (later is null)
        {
            return null;
        }

        // A prompt that the suite brings is the suite's, not the candidate's.
        var own = later.Candidates.First(candidate => candidate.Name == subject.Candidate).SystemPrompt;
        var found = DecisionSubject.Of(later, null, subject.Candidate)!;
        return own is null ? found with { PromptSha256 = subject.PromptSha256 } : found;
    }

    private async Task<string?> HashNowAsync(string model, bool read, CancellationToken cancellation)
    {
        if ((models.Recent().Models.FirstOrDefault(one => string.Equals(one.Name, model, StringComparison.OrdinalIgnoreCase)) ?? (File.Exists(model) ? ModelFile.Read(model) : null)) is not { } file)
        {
            return null;
        }

        return read ? await reader.OfAsync(file, cancellation).ConfigureAwait(false) : await known.FindAsync(file.Path, file.Bytes, file.Changed, cancellation).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<string>> OverdueAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return [.. (await banks.CoverageAsync(cancellation).ConfigureAwait(false)).Where(bank => bank.IsOverdue(now)).Select(bank => BankNames.Of(bank.Kind))];
    }

    private static string Short(string? value) => value is null ? "—" : value.Length == 64 ? value[..8] : value;
}
