using System.Collections.Immutable;
using Workbench.Core.Governance;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>Keeps runs and their results. Each method is one operation: own context, committed on return.</summary>
public interface IRunStore
{
    /// <summary>Writes the run, its suite's exact content and the log entry in one transaction.</summary>
    Task<RunHeader> CreateAsync(RunSpec spec, Actor actor, CancellationToken cancellation);

    Task<RunHeader?> FindAsync(string runId, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    Task<ImmutableArray<RunHeader>> ListAsync(int count, string? before, CancellationToken cancellation);

    Task<ImmutableArray<RunHeader>> UnfinishedAsync(CancellationToken cancellation);

    /// <summary>The suite as it was when the run began.</summary>
    Task<PromptSuite> SuiteAsync(string runId, CancellationToken cancellation);

    /// <summary>Writes one cell; a second write of the same (sample, candidate, repeat) is refused unless <paramref name="replace"/>, which keeps the old one as history.</summary>
    Task AddAsync(string runId, SampleResult result, bool replace, Actor actor, CancellationToken cancellation);

    /// <summary>Changes the status, with a log entry for starts, ends and cancellations.</summary>
    Task SetStatusAsync(string runId, RunStatus status, Actor actor, CancellationToken cancellation);

    /// <summary>(sample, candidate, repeat) of every cell that is there, errors included.</summary>
    Task<ImmutableHashSet<(string Sample, string Candidate, int Repeat)>> DoneAsync(string runId, CancellationToken cancellation);

    Task<SampleResult?> CellAsync(string runId, string sampleId, string candidate, int repeat, CancellationToken cancellation);

    /// <summary>Every cell with its texts, in order of sample and candidate: for exports and small runs.</summary>
    IAsyncEnumerable<SampleResult> ResultsAsync(string runId, CancellationToken cancellation);
}
