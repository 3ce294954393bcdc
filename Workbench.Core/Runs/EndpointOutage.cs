namespace Workbench.Core.Runs;

/// <summary>The times an endpoint was away while a candidate of a run was asked: they say nothing of its pace.</summary>
/// <param name="away">Since when it has been away; null where nothing can be.</param>
internal sealed class EndpointOutage(Func<DateTimeOffset?>? away, TimeProvider time)
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private DateTimeOffset? _since;

    /// <summary>Of outages that are over.</summary>
    public TimeSpan Lost { get; private set; }

    /// <returns>Since when it has been away; null while it answers.</returns>
    public DateTimeOffset? Now()
    {
        var since = away?.Invoke();
        if (since is null && _since is { } then)
        {
            Lost += time.GetUtcNow() - (then > _began ? then : _began);
        }

        return _since = since;
    }
}
