namespace Workbench.Core.Inference.Hosts;

/// <summary>Reads measurements from the states of the hosts as they follow one another: how long a load took, how fast a stretch of answers was, and what memory it took.</summary>
public sealed class HostMeasures(TimeProvider time)
{
    /// <summary>Speed is told over three seconds: fewer looks than this are mostly start and end.</summary>
    private const int LeastLooks = 8;

    private readonly Dictionary<long, Seen> _seen = [];

    /// <param name="hosts">Each host once; those that are gone are forgotten.</param>
    public IReadOnlyList<HostMeasure> Look(HostsState hosts)
    {
        List<HostMeasure> found = [];
        foreach (var host in hosts.Hosts)
        {
            if (!_seen.TryGetValue(host.Number, out var seen))
            {
                _seen[host.Number] = seen = new Seen { LoadedAt = host.LoadedAt };
            }

            Load(host, seen, found);
            Stretch(host, seen, found);
        }

        foreach (var gone in _seen.Keys.Except(hosts.Hosts.Select(host => host.Number)).ToList())
        {
            _seen.Remove(gone);
        }

        return found;
    }

    private void Load(HostState host, Seen seen, List<HostMeasure> found)
    {
        if (host.Phase is HostPhase.Loading)
        {
            seen.LoadingSince ??= time.GetTimestamp();
        }
        else if (host.Phase is HostPhase.Ready or HostPhase.Busy)
        {
            if (seen.LoadingSince is { } since && host.LoadedAt != seen.LoadedAt)
            {
                found.Add(new HostMeasure(host.Path, host.Spec, MeasureKind.LoadSeconds, time.GetElapsedTime(since).TotalSeconds));
            }

            (seen.LoadingSince, seen.LoadedAt) = (null, host.LoadedAt);
        }
        else
        {
            seen.LoadingSince = null;
        }
    }

    private static void Stretch(HostState host, Seen seen, List<HostMeasure> found)
    {
        if (host is { Phase: HostPhase.Busy, TokensPerSecond: > 0 and var speed })
        {
            seen.Speeds.Add(speed);
            seen.Most = Math.Max(seen.Most, host.MemoryBytes ?? 0);
            return;
        }

        if (host.Phase is HostPhase.Busy)
        {
            return;
        }

        if (seen.Speeds.Count >= LeastLooks)
        {
            var sorted = seen.Speeds.Order().ToList();
            found.Add(new HostMeasure(host.Path, host.Spec, MeasureKind.TokensPerSecond, sorted[sorted.Count / 2]));
            if (seen.Most > 0)
            {
                found.Add(new HostMeasure(host.Path, host.Spec, MeasureKind.BusyBytes, seen.Most));
            }
        }

        seen.Speeds.Clear();
        seen.Most = 0;
    }

    private sealed class Seen
    {
        public long? LoadingSince { get; set; }

        public DateTimeOffset? LoadedAt { get; set; }

        public List<double> Speeds { get; } = [];

        public long Most { get; set; }
    }
}
