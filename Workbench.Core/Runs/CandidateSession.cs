using Workbench.Core.Inference;

namespace Workbench.Core.Runs;

/// <summary>What is asked of a candidate for one cell.</summary>
/// <param name="around">Put around the model: the cache, where there is one.</param>
internal sealed class CandidateSession(CandidateLease lease, Func<IModelClient, IModelClient>? around = null)
{
    public Task<T> AskAsync<T>(Func<IModelClient, Task<T>> ask, CancellationToken cancellation) =>
        lease.AskAsync(client => ask(around is null ? client : around(client)), cancellation);
}
