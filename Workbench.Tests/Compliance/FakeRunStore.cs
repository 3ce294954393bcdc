using System.Collections.Immutable;
using System.Reflection;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Tests.Compliance;

/// <summary>One run in memory, to be read; whatever else is asked of the store is not supported.</summary>
public class FakeRunStore : DispatchProxy
{
    private RunHeader _run = null!;
    private PromptSuite _suite = null!;
    private ImmutableArray<SampleResult> _results;

    public static IRunStore Of(RunHeader run, PromptSuite suite, ImmutableArray<SampleResult> results)
    {
        var store = Create<IRunStore, FakeRunStore>();
        ((FakeRunStore)(object)store).Hold(run, suite, results);
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        nameof(IRunStore.FindAsync) => Task.FromResult((string)args![0]! == _run.Id ? _run : null),
        nameof(IRunStore.SuiteAsync) => Task.FromResult(_suite),
        nameof(IRunStore.ResultsAsync) => _results.ToAsyncEnumerable(),
        nameof(IRunStore.ScoresAsync) => Task.FromResult<ImmutableArray<SampleResult>>([.. _results.Select(result => result with { PromptSent = null, Answer = null })]),
        nameof(IRunStore.CellAsync) => Task.FromResult(_results.FirstOrDefault(result => (result.SampleId, result.Candidate, result.Repeat) == ((string)args![1]!, (string)args[2]!, (int)args[3]!))),
        var name => throw new NotSupportedException(name),
    };

    private void Hold(RunHeader run, PromptSuite suite, ImmutableArray<SampleResult> results) => (_run, _suite, _results) = (run, suite, results);
}
