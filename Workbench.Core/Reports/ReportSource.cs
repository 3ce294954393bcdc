using System.Collections.Immutable;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Detectors;
using Workbench.Core.Findings;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Provenance;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Core.Reports;

/// <summary>Gathers what a report is about from the workspace.</summary>
public sealed class ReportSource(IRunStore runs, IAssessmentStore assessments, TimeProvider clock)
{
    private const int MostOthers = 200;

    /// <summary>Null in a workspace without a log.</summary>
    public IReportHistory? History { get; init; }

    /// <summary>Null in a workspace without provenance cards.</summary>
    public IProvenanceDossiers? Dossiers { get; init; }

    /// <summary>Null in a workspace without findings.</summary>
    public IAssessmentViews? Views { get; init; }

    /// <summary>Null in a workspace without plans.</summary>
    public IPlanStore? Plans { get; init; }

    public RiskTaxonomy? Taxonomy { get; init; }

    public KeywordShelf? Keywords { get; init; }

    public IModelCatalog? Models { get; init; }

    /// <exception cref="InputException">There is nothing of that id, or it is no subject for that kind of report.</exception>
    public async Task<ReportContent> GatherAsync(ReportOrder order, IProgress<ReportProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new ReportProgress(0, 1, new Phrase("Reports.Gathering")));
        var decision = History is null ? null : await History.DecisionAsync(order.Subject, cancellation).ConfigureAwait(false);
        var assessment = await assessments.FindAsync(decision?.Proposal.AssessmentId ?? order.Subject, cancellation).ConfigureAwait(false);
        var run = await runs.FindAsync(assessment?.RunId ?? order.Subject, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Reports.NoSuchSubject", order.Subject), Field: "subject"));
        var kind = ReportSubjects.KindFor(order, run, assessment, decision);
        var names = ReportSubjects.Candidates(order, kind, run, assessment, decision);
        var suite = await runs.SuiteAsync(run.Id, cancellation).ConfigureAwait(false);
        var scores = await runs.ScoresAsync(run.Id, cancellation).ConfigureAwait(false);
        ImmutableArray<SampleResult> own = [.. scores.Where(result => names.Contains(result.Candidate))];
        var content = new ReportContent(decision?.Id ?? assessment?.Id ?? run.Id, kind, run, suite, Narrowed(RunSummary.Build(run, suite, own), names), clock.GetUtcNow())
        {
            IsPreview = order.IsPreview,
            Addresses = order.Addresses,
            Cards = Cards(run, names),
            Dossiers = Dossiers,
            Provenance = await ProvenanceAsync(run, names, cancellation).ConfigureAwait(false),
            People = History is null ? ImmutableDictionary<string, string>.Empty : await History.PeopleAsync(cancellation).ConfigureAwait(false),
            Log = History is null ? null : await History.HeadAsync(cancellation).ConfigureAwait(false),
            Decision = decision is null ? null : new DecisionRecord(decision, assessment is not null && (decision.Proposal.AssessmentSha256 is not { } named || named == assessment.Sha256)),
        };
        if (kind == ReportKind.Comparison)
        {
            return await ReportComparison.AddAsync(content, order, runs, scores, cancellation).ConfigureAwait(false);
        }

        content = assessment is null || kind is ReportKind.Run or ReportKind.ModelCard
            ? content with { Metrics = [.. names.Select(name => new CandidateMetrics(name, RunRates.Of(run, suite, own, name)))] }
            : await WithAssessmentAsync(content, assessment, names, cancellation).ConfigureAwait(false);
        content = content with
        {
            Leaves = Taxonomy is null ? [] : LeafResults.Of(Taxonomy, run, suite, own, names),
            Banks = History is null ? [] : await History.BanksAsync(cancellation).ConfigureAwait(false),
            Taxonomy = Taxonomy,
            Keywords = Libraries(),
            Changes = kind is ReportKind.Audit or ReportKind.Run ? ReportComparison.AgainstFirst(run, suite, own, names) : [],
        };
        return content with { Annex = await AnnexAsync(content, own, progress, cancellation).ConfigureAwait(false) };
    }

    /// <summary>Every answer of the run with its texts, one after the other.</summary>
    public IAsyncEnumerable<SampleResult> AnswersAsync(string runId, CancellationToken cancellation) => runs.ResultsAsync(runId, cancellation);

    private static RunSummary Narrowed(RunSummary summary, IEnumerable<string> names) => summary with { Candidates = [.. summary.Candidates.Where(each => names.Contains(each.Candidate.Name))] };

    private async Task<ReportContent> WithAssessmentAsync(ReportContent content, Assessment assessment, ImmutableArray<string> names, CancellationToken cancellation)
    {
        var view = Views is null ? null : await Views.FindAsync(assessment.Id, cancellation).ConfigureAwait(false);
        var kept = await assessments.ListAsync(MostOthers, cancellation).ConfigureAwait(false);
        var others = ImmutableArray.CreateBuilder<OtherAssessment>();
        foreach (var other in kept.Where(other => other.RunId == assessment.RunId && other.PackId != assessment.PackId))
        {
            if (await assessments.PackAsync(other.PackSha256, cancellation).ConfigureAwait(false) is { } pack)
            {
                others.Add(new OtherAssessment(other, pack));
            }
        }

        var used = kept.Where(other => other.PackSha256 == assessment.PackSha256).Select(other => (DateTimeOffset?)other.At).Append(assessment.At).Min();
        return content with
        {
            Assessment = Narrowed(assessment, names, view),
            AssessmentSha256 = assessment.Sha256,
            View = view is null ? null : view with { Candidates = [.. view.Candidates.Where(candidate => names.Contains(candidate.Name))] },
            Pack = await assessments.PackAsync(assessment.PackSha256, cancellation).ConfigureAwait(false),
            PackUsedAt = used,
            Plan = assessment.Plan is { } plan && Plans is not null ? (await Plans.FindAsync(plan.Id, cancellation).ConfigureAwait(false))?.Plan : null,
            Decisions = History is null ? [] : [.. (await History.DecisionsAsync(assessment.Id, cancellation).ConfigureAwait(false)).Where(decision => names.Contains(decision.Proposal.Candidate))],
            Earlier = kept.Where(other => other.PackId == assessment.PackId && other.Id != assessment.Id && other.At < assessment.At && other.Candidates.Any(candidate => names.Contains(candidate.Name))).MaxBy(other => other.At),
            Others = others.ToImmutable(),
        };
    }

    private static Assessment Narrowed(Assessment assessment, ImmutableArray<string> names, AssessmentView? view) => assessment with
    {
        Candidates = [.. assessment.Candidates.Where(candidate => names.Contains(candidate.Name)).Select(candidate => view?.Of(candidate.Name) is { } now ? candidate with { Clauses = now.Results } : candidate)],
    };

    private ImmutableDictionary<string, ModelCard> Cards(RunHeader run, IEnumerable<string> names)
    {
        var cards = ImmutableDictionary.CreateBuilder<string, ModelCard>(StringComparer.Ordinal);
        foreach (var candidate in run.Candidates.Where(candidate => !candidate.IsNull && names.Contains(candidate.Name)))
        {
            if ((File.Exists(candidate.Model) ? candidate.Model : Models?.FindPath(candidate.Model)) is { } path && ModelCardFile.Beside(path) is { } card)
            {
                cards[candidate.Name] = card;
            }
        }

        return cards.ToImmutable();
    }

    private async Task<ImmutableDictionary<string, ProvenanceDossier>> ProvenanceAsync(RunHeader run, ImmutableArray<string> names, CancellationToken cancellation)
    {
        var dossiers = ImmutableDictionary.CreateBuilder<string, ProvenanceDossier>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (Dossiers is not null && run.Models?.GetValueOrDefault(name)?.Sha256 is { } weights && await Dossiers.OfAsync(weights, cancellation).ConfigureAwait(false) is { } dossier)
            {
                dossiers[name] = dossier;
            }
        }

        return dossiers.ToImmutable();
    }

    private ImmutableArray<KeywordUse> Libraries() => Keywords is null ? [] :
    [
        .. Keywords.Names.Select(Keywords.Find).OfType<KeywordLibrary>().Select(library => new KeywordUse(library, Keywords.ChangedAt(library.Name))),
    ];

    private async Task<ReportAnnex> AnnexAsync(ReportContent content, ImmutableArray<SampleResult> scores, IProgress<ReportProgress>? progress, CancellationToken cancellation)
    {
        var chosen = (content.Assessment is { } assessment ? ReportAnnex.Chosen(assessment) : ReportAnnex.Chosen(scores)).ToList();
        var entries = ImmutableArray.CreateBuilder<SampleResult>();
        foreach (var (place, (candidate, sample, repeat)) in chosen.Index())
        {
            if (place % 20 == 0)
            {
                progress?.Report(new ReportProgress(place, chosen.Count, new Phrase("Reports.ReadingAnswers")));
            }

            if (await runs.CellAsync(content.Run.Id, sample, candidate, repeat, cancellation).ConfigureAwait(false) is { } cell)
            {
                entries.Add(cell);
            }
        }

        return new ReportAnnex(entries.ToImmutable(), scores.Length);
    }
}
