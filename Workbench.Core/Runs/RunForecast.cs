using System.Collections.Immutable;

namespace Workbench.Core.Runs;

/// <summary>
/// Tells the time left, candidate by candidate: each from its own pace since it was first asked, without the time that its endpoint was away, and those that share a lane one after the other, with the time to load their models.
/// What has not begun has no pace: the whole is then a least time.
/// </summary>
internal sealed class RunForecast(TimeProvider time)
{
    private const int LeastCells = 5;
    private readonly Lock _lock = new();
    private readonly List<Track> _tracks = [];
    private double _loadSeconds;
    private long _loadBytes;

    /// <param name="lane">Candidates of one lane are asked one after the other; lanes go side by side.</param>
    /// <param name="bytes">Memory of its model, to which the time of loading is in proportion; 0 for what is not loaded here.</param>
    public void Add(string name, string lane, int total, int done, int errors, long bytes)
    {
        lock (_lock)
        {
            _tracks.Add(new Track(name, lane, total, bytes) { Done = done, Errors = errors, Phase = done + errors >= total ? CandidatePhase.Done : CandidatePhase.Waiting });
        }
    }

    public void Loading(string name) => Change(name, track =>
    {
        track.Phase = CandidatePhase.Loading;
        track.Since = time.GetTimestamp();
    });

    /// <param name="away">Since when its endpoint has been away; null for what runs here.</param>
    public void Asking(string name, Func<DateTimeOffset?>? away = null) => Change(name, track =>
    {
        if (track.Phase == CandidatePhase.Loading && track.Bytes > 0)
        {
            _loadSeconds += time.GetElapsedTime(track.Since).TotalSeconds;
            _loadBytes += track.Bytes;
        }

        track.Phase = CandidatePhase.Asking;
        track.Since = time.GetTimestamp();
        track.Outage = new EndpointOutage(away, time);
    });

    /// <param name="asked">False for what was kept from before: it says nothing of the pace.</param>
    public void Answered(string name, bool error, bool asked) => Change(name, track =>
    {
        track.Done += error ? 0 : 1;
        track.Errors += error ? 1 : 0;
        if (track.Outage?.Now() is null)
        {
            track.Asked += asked ? 1 : 0;
            track.Spent = time.GetElapsedTime(track.Since) - (track.Outage?.Lost ?? TimeSpan.Zero);
        }

        track.Phase = track.Left == 0 ? CandidatePhase.Done : track.Phase;
    });

    public void Ended(string name) => Change(name, static track => track.Phase = track.Left == 0 ? CandidatePhase.Done : CandidatePhase.Waiting);

    /// <returns>Time left over all; whether it is only the least; and each candidate.</returns>
    public (TimeSpan? Left, bool IsLeast, ImmutableArray<CandidateProgress> Candidates) Now()
    {
        lock (_lock)
        {
            ImmutableArray<CandidateProgress> candidates = [.. _tracks.Select(track => new CandidateProgress(track.Name, track.Phase, track.Done, track.Errors, track.Total, Left(track))
            {
                AwaySince = track.Phase == CandidatePhase.Asking ? track.Outage?.Now() : null,
            })];
            var open = _tracks.Where(static track => track.Left > 0).ToList();
            var lanes = open.GroupBy(static track => track.Lane).Select(lane => lane.Aggregate(TimeSpan.Zero, (sum, track) => sum + (Left(track) ?? TimeSpan.Zero) + Load(track))).ToList();
            var known = open.Exists(track => Left(track) is not null);
            return (open.Count == 0 ? TimeSpan.Zero : known ? lanes.Max() : null, open.Exists(track => Left(track) is null), candidates);
        }
    }

    private static TimeSpan? Left(Track track) =>
        track.Left == 0 ? TimeSpan.Zero : track.Asked < LeastCells ? null : track.Spent / track.Asked * track.Left;

    private TimeSpan Load(Track track) =>
        track.Phase is CandidatePhase.Waiting or CandidatePhase.Loading && _loadBytes > 0 ? TimeSpan.FromSeconds(_loadSeconds * track.Bytes / _loadBytes) : TimeSpan.Zero;

    private void Change(string name, Action<Track> change)
    {
        lock (_lock)
        {
            change(_tracks.First(track => track.Name == name));
        }
    }

    private sealed class Track(string name, string lane, int total, long bytes)
    {
        public string Name { get; } = name;

        public string Lane { get; } = lane;

        public int Total { get; } = total;

        public long Bytes { get; } = bytes;

        public CandidatePhase Phase { get; set; }

        public int Done { get; set; }

        public int Errors { get; set; }

        /// <summary>Answers since it was first asked in this process, and the time they took together.</summary>
        public int Asked { get; set; }

        public TimeSpan Spent { get; set; }

        public long Since { get; set; }

        public EndpointOutage? Outage { get; set; }

        public int Left => Total - Done - Errors;
    }
}
