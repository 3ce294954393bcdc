using System.Collections.Immutable;

namespace Workbench.Core.Inference.Hosts;

/// <summary>What one host asks of the cores.</summary>
/// <param name="Busy">It is answering, or was a moment ago.</param>
/// <param name="Most">Threads it may have at most; null sets no limit.</param>
/// <param name="Has">Threads it has now.</param>
internal readonly record struct ThreadClaim(bool Busy, int? Most, int Has);

/// <summary>Divides the cores among hosts. Threads of the engine spin at every barrier: more of them than cores slow each other down many times over.</summary>
internal static class ThreadShares
{
    /// <returns>Threads per host, in order. Busy hosts share all cores; an idle one keeps a single thread while another is busy, else what it has.</returns>
    public static ImmutableArray<int> Divide(int cores, ImmutableArray<ThreadClaim> claims)
    {
        var shares = claims.Select(claim => Math.Clamp(claim.Has, 1, Math.Max(1, Math.Min(cores, claim.Most ?? cores)))).ToArray();
        var busy = Enumerable.Range(0, claims.Length).Where(index => claims[index].Busy).ToList();
        if (busy.Count == 0)
        {
            return [.. shares];
        }

        Array.Fill(shares, 1);
        var left = cores - busy.Count;

        // One core after another to whoever has least and may have more: what a limited host leaves goes to the others.
        while (left > 0 && busy.Where(index => shares[index] < (claims[index].Most ?? cores)).OrderBy(index => shares[index]).Select(static index => (int?)index).FirstOrDefault() is { } next)
        {
            shares[next]++;
            left--;
        }

        return [.. shares];
    }
}
