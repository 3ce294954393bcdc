using System.Collections.Immutable;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs.Errors;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>Keeps runs and their results. Each method is one operation: own context, committed on return.</summary>
public interface IRunStore
{
    /// <summary>Writes the run, its suite's exact content and the log entry in one transaction.</summary>
    Task<RunHeader> CreateAsync(RunSpec spec, Actor actor, CancellationToken cancellation);

    Task<RunHeader?> FindAsync(string runId, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    /// <param name="before">Id of the last run of the page before.</param>
    Task<ImmutableArray<RunHeader>> ListAsync(int count, string? before, CancellationToken cancellation);

    /// <summary>Runs of all versions of a suite, the newest first.</summary>
    Task<ImmutableArray<RunHeader>> OfSuiteAsync(string suite, int count, CancellationToken cancellation);

    /// <summary>Queued, running or paused, in the order they are worked on.</summary>
    Task<ImmutableArray<RunHeader>> UnfinishedAsync(CancellationToken cancellation);

    /// <summary>The suite as it was when the run began, with the run's own number of repeats where it has one.</summary>
    Task<PromptSuite> SuiteAsync(string runId, CancellationToken cancellation);

    /// <summary>The suite's canonical form as it was when the run began: the bytes whose hash the run names, whatever number of repeats it asks for itself.</summary>
    Task<string> SuiteContentAsync(string runId, CancellationToken cancellation);

    /// <summary>Writes one cell; a second write of the same (sample, candidate, repeat) is refused unless <paramref name="replace"/>, which keeps the old one as history.</summary>
    /// <exception cref="InputException">The cell is there already.</exception>
    Task AddAsync(string runId, SampleResult result, bool replace, Actor actor, CancellationToken cancellation);

    /// <summary>Writes many new cells, some hundreds in a transaction: for outputs that come from elsewhere.</summary>
    /// <exception cref="InputException">Some cell is there already; the others of its transaction are written, later ones are not.</exception>
    Task AddAsync(string runId, IEnumerable<SampleResult> results, Actor actor, CancellationToken cancellation);

    /// <summary>Writes a judge's verdict in the place of a score that waits for it. A score that waits no more, and a cell that is gone, stay as they are.</summary>
    /// <param name="place">Among the cell's scores.</param>
    /// <returns>Whether it waited.</returns>
    Task<bool> JudgedAsync(string runId, RunCell cell, int place, Scoring.Score score, CancellationToken cancellation);

    /// <summary>Changes the status, with a log entry for starts, ends and cancellations.</summary>
    Task SetStatusAsync(string runId, RunStatus status, Actor actor, CancellationToken cancellation);

    /// <summary>Ends the run as failed, with the reason.</summary>
    Task FailAsync(string runId, Phrase problem, Actor actor, CancellationToken cancellation);

    /// <summary>Records what answers for a candidate.</summary>
    Task SetModelAsync(string runId, string candidate, ModelFacts facts, CancellationToken cancellation);

    /// <summary>Changes what the run notes of itself.</summary>
    Task RecordAsync(string runId, Func<RunRecord, RunRecord> change, CancellationToken cancellation);

    /// <summary>Gives the run another place in the order of work.</summary>
    Task SetOrderAsync(string runId, RunPriority priority, double place, CancellationToken cancellation);

    /// <summary>Adds candidates to a run and puts it into the queue; its cells stay as they are. One log entry.</summary>
    Task<RunHeader> AddCandidatesAsync(string runId, ImmutableArray<Candidate> candidates, Actor actor, CancellationToken cancellation);

    /// <summary>(sample, candidate, repeat) of every cell that is there, errors included.</summary>
    Task<IReadOnlySet<(string Sample, string Candidate, int Repeat)>> DoneAsync(string runId, CancellationToken cancellation);

    /// <summary>Lets the scores wait again whose judge could not be asked.</summary>
    /// <returns>How many there were.</returns>
    Task<int> WaitAgainAsync(string runId, CancellationToken cancellation);

    /// <summary>Moves the cells that ended in errors to history, so that they are asked again, and lets the scores wait again whose judge could not be asked.</summary>
    /// <returns>How many there were, of both.</returns>
    Task<int> ClearErrorsAsync(string runId, Actor actor, CancellationToken cancellation);

    /// <summary>Only those errors, or those scores, that have this cause.</summary>
    Task<int> ClearErrorsAsync(string runId, ProblemKind kind, Actor actor, CancellationToken cancellation);

    /// <summary>Cells without an answer or a score, by what kept them from it; the most frequent first.</summary>
    Task<ImmutableArray<RunProblem>> ProblemsAsync(string runId, CancellationToken cancellation);

    Task<SampleResult?> CellAsync(string runId, string sampleId, string candidate, int repeat, CancellationToken cancellation);

    /// <summary>What the cell held before it was rerun, newest first.</summary>
    Task<ImmutableArray<SampleResult>> HistoryAsync(string runId, string sampleId, string candidate, int repeat, CancellationToken cancellation);

    /// <summary>Every cell with its texts, in order of sample, candidate and repeat: for exports and small runs.</summary>
    IAsyncEnumerable<SampleResult> ResultsAsync(string runId, CancellationToken cancellation);

    /// <summary>Every cell without prompt, answer, reasons and what errors said, in the same order: for summaries.</summary>
    Task<ImmutableArray<SampleResult>> ScoresAsync(string runId, CancellationToken cancellation);

    /// <summary>The run with the figures that were kept of it last.</summary>
    Task<KeptSummary> SummaryAsync(string runId, CancellationToken cancellation);

    /// <param name="revision">Of the run before its cells were read.</param>
    Task KeepSummaryAsync(string runId, long revision, RunSummary summary, CancellationToken cancellation);

    /// <summary>One page of the matrix; filters are applied in the database.</summary>
    Task<MatrixPage> MatrixPageAsync(string runId, MatrixFilter filter, MatrixPosition position, CancellationToken cancellation);

    /// <summary>One page of the matrix in groups of samples.</summary>
    /// <param name="dimension">One of <see cref="SampleGrouping.Dimensions"/>.</param>
    /// <param name="filter">With a text, groups without a match are left out; in a run too large to be looked through at once each request looks through a part, and the groups of that part are all there.</param>
    /// <param name="folded">Groups whose rows are left out.</param>
    Task<GroupedPage> GroupedPageAsync(string runId, string dimension, MatrixFilter filter, IReadOnlySet<string> folded, GroupPosition position, CancellationToken cancellation);

    /// <summary>Takes the run for <paramref name="owner"/>, or keeps it, unless another owner holds it.</summary>
    /// <param name="until">When the lease ends by itself.</param>
    /// <param name="takeFrom">An owner known to be dead, whose lease may be taken at once.</param>
    Task<bool> TryLeaseAsync(string runId, string owner, DateTimeOffset until, string? takeFrom, CancellationToken cancellation);

    /// <returns>Who works on the run, until when; null when nobody does.</returns>
    Task<RunLease?> LeaseAsync(string runId, CancellationToken cancellation);

    Task ReleaseAsync(string runId, string owner, CancellationToken cancellation);
}
