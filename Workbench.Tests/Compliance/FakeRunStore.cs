using System.Collections.Immutable;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Tests.Compliance;

/// <summary>One run in memory, to be read.</summary>
internal sealed class FakeRunStore(RunHeader run, PromptSuite suite, ImmutableArray<SampleResult> results) : IRunStore
{
    public Task<RunHeader?> FindAsync(string runId, CancellationToken cancellation) => Task.FromResult(runId == run.Id ? run : null);

    public Task<PromptSuite> SuiteAsync(string runId, CancellationToken cancellation) => Task.FromResult(suite);

    public IAsyncEnumerable<SampleResult> ResultsAsync(string runId, CancellationToken cancellation) => results.ToAsyncEnumerable();

    public Task<RunHeader> CreateAsync(RunSpec spec, Actor actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ImmutableArray<RunHeader>> ListAsync(int count, string? before, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ImmutableArray<RunHeader>> UnfinishedAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task AddAsync(string runId, SampleResult result, bool replace, Actor actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task SetStatusAsync(string runId, RunStatus status, Actor actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ImmutableHashSet<(string Sample, string Candidate, int Repeat)>> DoneAsync(string runId, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<SampleResult?> CellAsync(string runId, string sampleId, string candidate, int repeat, CancellationToken cancellation) => throw new NotSupportedException();

    public Task FailAsync(string runId, Phrase problem, Actor actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task SetModelAsync(string runId, string candidate, ModelFacts facts, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<int> ClearErrorsAsync(string runId, Actor actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ImmutableArray<SampleResult>> HistoryAsync(string runId, string sampleId, string candidate, int repeat, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ImmutableArray<SampleResult>> ScoresAsync(string runId, CancellationToken cancellation) => Task.FromResult(results);

    public Task<MatrixPage> MatrixPageAsync(string runId, MatrixFilter filter, MatrixPosition position, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool> TryLeaseAsync(string runId, string owner, DateTimeOffset until, string? takeFrom, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<RunLease?> LeaseAsync(string runId, CancellationToken cancellation) => throw new NotSupportedException();

    public Task ReleaseAsync(string runId, string owner, CancellationToken cancellation) => throw new NotSupportedException();
}
