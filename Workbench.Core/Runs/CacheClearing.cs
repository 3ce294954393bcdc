using Workbench.Core.Governance;

namespace Workbench.Core.Runs;

/// <summary>Kept answers, cleared on somebody's behalf.</summary>
public static class CacheClearing
{
    /// <summary>Answers of earlier runs are asked anew from now on.</summary>
    public static Task ClearAsync(this IResponseCache cache, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        return cache.ClearAsync(cancellation);
    }
}
