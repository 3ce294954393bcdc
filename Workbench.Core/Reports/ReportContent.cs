using System.Collections.Immutable;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Detectors;
using Workbench.Core.Findings;
using Workbench.Core.Models;
using Workbench.Core.Provenance;
using Workbench.Core.Runs;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Reports;

/// <summary>Everything a report says, gathered before a word of it is written.</summary>
/// <param name="Subject">Id of what the report is about: a run, an assessment or a decision.</param>
/// <param name="Summary">Of the run, its candidates narrowed to those the report is about.</param>
/// <param name="At">When it was gathered.</param>
public sealed record ReportContent(string Subject, ReportKind Kind, RunHeader Run, PromptSuite Suite, RunSummary Summary, DateTimeOffset At)
{
    public bool IsPreview { get; init; }

    /// <summary>Narrowed like the summary, with the verdicts of now: answers by document are in it. Null in reports of a run.</summary>
    public Assessment? Assessment { get; init; }

    /// <summary>Of the assessment as it was frozen, whole.</summary>
    public string? AssessmentSha256 { get; init; }

    /// <summary>Answers by document, findings and exceptions over the assessment, narrowed likewise; null where the workspace keeps none.</summary>
    public AssessmentView? View { get; init; }

    /// <summary>Names by id.</summary>
    public ImmutableDictionary<string, string> People { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>As it was when it was used.</summary>
    public PolicyPack? Pack { get; init; }

    /// <summary>When this version of the pack was first used; null when that is not known.</summary>
    public DateTimeOffset? PackUsedAt { get; init; }

    /// <summary>What fixed criteria and questions before the run; null where they were chosen afterwards.</summary>
    public AssessmentPlan? Plan { get; init; }

    public DecisionRecord? Decision { get; init; }

    /// <summary>Decisions that rest on the assessment, the newest first.</summary>
    public ImmutableArray<Decision> Decisions { get; init; } = [];

    /// <summary>Of a run report: the numbers of each candidate, as clauses would read them.</summary>
    public ImmutableArray<CandidateMetrics> Metrics { get; init; } = [];

    /// <summary>Head of the log when the report was made; null where the workspace has no log yet.</summary>
    public LogHead? Log { get; init; }

    public ReportAnnex Annex { get; init; } = ReportAnnex.Empty;

    /// <summary>The risks and subjects of the taxonomy that were asked about.</summary>
    public ImmutableArray<LeafResult> Leaves { get; init; } = [];

    /// <summary>Empty where the workspace has no banks.</summary>
    public ImmutableArray<BankCoverage> Banks { get; init; } = [];

    /// <summary>Null where reports know of none.</summary>
    public RiskTaxonomy? Taxonomy { get; init; }

    public ImmutableArray<KeywordUse> Keywords { get; init; } = [];

    /// <summary>Candidates against the first one on the same questions, or of a comparison what it is about.</summary>
    public ImmutableArray<ScoreChange> Changes { get; init; } = [];

    /// <summary>Of a comparison; null in other reports.</summary>
    public RunComparison? Comparison { get; init; }

    /// <summary>The assessment before this one by the same pack with a candidate of the same name.</summary>
    public Assessment? Earlier { get; init; }

    /// <summary>The same run held against other packs.</summary>
    public ImmutableArray<OtherAssessment> Others { get; init; } = [];

    /// <summary>What people say about the models, by candidate name.</summary>
    public ImmutableDictionary<string, ModelCard> Cards { get; init; } = ImmutableDictionary<string, ModelCard>.Empty;

    /// <summary>What is known of where the models come from, by candidate name; empty where the workspace keeps no cards.</summary>
    public ImmutableDictionary<string, ProvenanceDossier> Provenance { get; init; } = ImmutableDictionary<string, ProvenanceDossier>.Empty;

    /// <summary>Words and rules of the cards; null where there are none.</summary>
    public IProvenanceDossiers? Dossiers { get; init; }

    public IReportAddresses? Addresses { get; init; }

    /// <summary>Names of the candidates the report is about.</summary>
    public ImmutableArray<string> Candidates => [.. Summary.Candidates.Select(each => each.Candidate.Name)];
}

/// <summary>The numbers of one candidate in a run.</summary>
public sealed record CandidateMetrics(string Name, ImmutableArray<Metric> Metrics);

/// <summary>What was asked about one leaf of the taxonomy, and how it went.</summary>
/// <param name="Leaf">Its words come from the taxonomy.</param>
/// <param name="Tag">Of the samples.</param>
/// <param name="Passed">Answers that no scorer objected to; of subjects that must not be refused, those that were answered.</param>
public sealed record LeafResult(RiskLeaf Leaf, string Candidate, string Tag, int Answers, int Passed, Metric Rate);

/// <summary>A keyword library that is there.</summary>
public sealed record KeywordUse(KeywordLibrary Library, DateTimeOffset? ChangedAt);

public sealed record OtherAssessment(Assessment Assessment, PolicyPack Pack);

/// <summary>Where the log stood: a report names it, so that it can be placed in the history later.</summary>
/// <param name="Root">Root hash of the tree over the first <paramref name="Size"/> entries, hexadecimal.</param>
/// <param name="Checkpoint">The signed note over it; null when none was signed yet.</param>
/// <param name="Key">Verifier key that the signature is checked with; null when it is not known.</param>
public sealed record LogHead(string Origin, long Size, string Root, string? Checkpoint, string? Key = null);

/// <summary>A decision, and whether the evidence it names is still what it was.</summary>
public sealed record DecisionRecord(Decision Decision, bool EvidenceUnchanged);
