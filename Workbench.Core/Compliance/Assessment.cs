using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Core.Labels;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>A run judged against a policy pack, as it was kept.</summary>
/// <param name="Id">Shown as <c>A-0001</c>.</param>
/// <param name="By">Id of the person who had it made.</param>
public sealed record Assessment(
    string Id,
    string RunId,
    string SuiteSha256,
    string PackId,
    string PackSha256,
    ImmutableArray<CandidateAssessment> Candidates,
    string By,
    DateTimeOffset At)
{
    private static readonly JsonSerializerOptions Canonical = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The plan that fixed criteria and questions before the run; null where they were chosen afterwards.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlanReference? Plan { get; init; }

    /// <summary>What the automatic methods are worth against people's labels; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<MethodCheck>? Checks { get; init; }

    /// <summary>SHA-256 over <see cref="Content"/>, 64 lower-case hexadecimal digits: what a decision names as its evidence.</summary>
    [JsonIgnore]
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content())));

    /// <summary>The whole assessment in its canonical form: one line of JSON, fields in a fixed order.</summary>
    public string Content() => JsonSerializer.Serialize(this, Canonical);

    /// <summary>The assessment a <see cref="Content"/> was made from.</summary>
    public static Assessment FromContent(string content) =>
        JsonSerializer.Deserialize<Assessment>(content, Canonical) ?? throw new JsonException();

    /// <summary>Judges one candidate of a run clause by clause. Pure: the same input gives the same verdicts.</summary>
    /// <param name="suite">As it was when the run began.</param>
    /// <param name="results">Of the run; those of other candidates are left out.</param>
    /// <param name="basis">What there is besides the run; null for none.</param>
    public static CandidateAssessment Assess(PolicyPack pack, RunHeader run, PromptSuite suite, IEnumerable<SampleResult> results, string candidate, AssessmentBasis? basis = null)
    {
        var asked = run.Limit is { } limit ? suite.Samples.Take(limit).ToImmutableArray() : suite.Samples;
        var answers = RunAnswers.Of(suite, asked, candidate, results.Where(result => result.Candidate == candidate)) with { Evaluator = run.StartedBy, Basis = basis ?? AssessmentBasis.None };
        return new CandidateAssessment(candidate, answers.Integrity, [.. pack.Clauses.Select(clause => clause.Kind == ClauseKind.Provenance ? ProvenanceClause.Assess(clause, pack, answers.Basis.Provenance) : ClauseAssessor.Assess(clause, answers, pack.Jurisdiction))]);
    }
}

/// <summary>The verdicts on one candidate.</summary>
public sealed record CandidateAssessment(string Name, RunIntegrity Integrity, ImmutableArray<ClauseResult> Clauses)
{
    public int Count(Verdict verdict) => Clauses.Count(clause => clause.Verdict == verdict);

    /// <summary>What the clauses come to together; clauses that are only recommended do not weigh.</summary>
    public Conclusion Conclude(PolicyPack pack) => Overall(pack).Conclusion;

    /// <summary>The same with what decides it.</summary>
    public OverallConclusion Overall(PolicyPack pack) => OverallConclusion.Of(this, pack);
}

/// <summary>Whether every answer that was due was given and scored, each once.</summary>
/// <param name="Queued">Samples times repeats.</param>
/// <param name="Answered">Without an error of the machinery.</param>
/// <param name="Graded">Answered, and every score could be given.</param>
/// <param name="Repeated">Answers beyond the first to the same sample and repeat; 0 in a sound run.</param>
public sealed record RunIntegrity(int Queued, int Answered, int Graded, int Errors, int Unscored, int Missing, int Repeated)
{
    public bool Whole => Queued == Answered && Answered == Graded && Repeated == 0;
}
