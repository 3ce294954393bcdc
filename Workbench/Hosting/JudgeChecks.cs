using System.Collections.Immutable;
using Workbench.Core.Labels;
using Workbench.Core.Runs;

namespace Workbench.Hosting;

/// <summary>What the judges of a run are worth against people's labels of it.</summary>
public sealed class JudgeChecks(IRunStore runs, ILabelStore labels)
{
    /// <returns>Nothing for a run without judges, and for one that nobody labelled.</returns>
    public async Task<ImmutableArray<MethodCheck>> OfAsync(RunHeader run, CancellationToken cancellation)
    {
        if (run.Record.Judges.IsEmpty || await labels.OfAsync(run.Id, cancellation) is not { All.IsEmpty: false } given)
        {
            return [];
        }

        return MethodCheck.Of(await runs.SuiteAsync(run.Id, cancellation), await runs.ScoresAsync(run.Id, cancellation), given);
    }
}
