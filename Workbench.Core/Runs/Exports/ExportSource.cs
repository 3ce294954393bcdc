using System.Globalization;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs.Exports;

/// <summary>What an export is written from. Results are read anew each time they are asked for, so that none is kept in memory.</summary>
/// <param name="Candidate">Only this one's cells; null takes all.</param>
/// <param name="Mark">Text for spreadsheets begins with the byte order mark, without which they take it for their local code page.</param>
public sealed record ExportSource(RunHeader Run, PromptSuite Suite, RunSummary Summary, Func<CancellationToken, IAsyncEnumerable<SampleResult>> Read, string? Candidate = null, bool Mark = true)
{
    private readonly Dictionary<string, Sample> _samples = Suite.Samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _places = Suite.Samples.Index().ToDictionary(each => each.Item.Id, each => each.Index, StringComparer.Ordinal);

    /// <exception cref="InputException">No such run, or no such candidate in it.</exception>
    public static async Task<ExportSource> OpenAsync(IRunStore store, string runId, string? candidate, CancellationToken cancellation)
    {
        var run = await store.FindAsync(runId, cancellation).ConfigureAwait(false) ?? throw new InputException(new InputProblem(new Phrase("Runs.NoRun", runId)));
        if (candidate is not null && run.Candidates.All(each => each.Name != candidate))
        {
            throw new InputException(new InputProblem(new Phrase("Runs.NoSuchCandidate", candidate), Field: "--candidate", Hint: new Phrase("Runs.CandidatesAre", string.Join(", ", run.Candidates.Select(each => each.Name)))));
        }

        var suite = await store.SuiteAsync(runId, cancellation).ConfigureAwait(false);
        var scores = await store.ScoresAsync(runId, cancellation).ConfigureAwait(false);
        return new ExportSource(run, suite, RunSummary.Build(run, suite, scores), token => store.ResultsAsync(runId, token), candidate) { Cached = scores.Count(result => result.Cached) };
    }

    /// <summary>Cells answered from the cache.</summary>
    public int Cached { get; init; }

    public IEnumerable<Candidate> Candidates => Run.Candidates.Where(each => Candidate is null || each.Name == Candidate);

    public Sample SampleOf(SampleResult result) => _samples[result.SampleId];

    /// <summary>Place of the sample in the suite, 0-based.</summary>
    public int PlaceOf(SampleResult result) => _places[result.SampleId];

    public IAsyncEnumerable<SampleResult> Results(CancellationToken cancellation) =>
        Candidate is { } only ? Read(cancellation).Where(result => result.Candidate == only) : Read(cancellation);

    public ExportSource For(Candidate candidate) => this with { Candidate = candidate.Name };

    /// <summary>A score that says right or wrong counts as passed from 0.5 on; null where nothing was judged.</summary>
    public static bool? Passes(Score score) => score is { Outcome: not (Outcome.Unscored or Outcome.Measured), Value: { } value } ? value >= 0.5 : null;

    /// <summary>Why, for people; with a word where the verdict is of a scorer that nobody has validated.</summary>
    public static string Reason(Score score) => ScorerRegistry.Standard.Find(score.Scorer)?.IsValidated == false ? new Phrase("Runs.NotValidatedReason", score.Reason.ToString()).ToString() : score.Reason.ToString();

    /// <summary>Passed when no judging score failed; null for an error and where nothing was judged.</summary>
    public static bool? Passes(SampleResult result)
    {
        var judged = result.Scores.Select(Passes).OfType<bool>().ToList();
        return result.Error is not null || judged.Count == 0 ? null : judged.TrueForAll(passed => passed);
    }

    /// <summary>ISO 8601 in UTC.</summary>
    public static string Moment(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
