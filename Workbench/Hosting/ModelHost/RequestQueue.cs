using System.Diagnostics;

namespace Workbench.Hosting.ModelHost;

/// <summary>Counts what is being answered and what waits, and turns away what would make the queue longer than its limit.</summary>
/// <param name="places">Answers decoded at once.</param>
/// <param name="limit">Answers that may wait beside them. The last request let in may take several places: its own answers are not torn apart.</param>
internal sealed class RequestQueue(int places, int limit)
{
    private const double Smoothing = 0.2;
    private const int LongestPause = 60;

    private readonly Lock _gate = new();
    private int _taken;
    private double _seconds = 1;

    public int Limit { get; } = limit;

    /// <exception cref="ApiException">The queue is full.</exception>
    public IDisposable Enter(int answers)
    {
        lock (_gate)
        {
            if (_taken >= places + Limit)
            {
                throw new ApiException(429, $"Too many requests are waiting ({_taken - places}).", null, "queue_full") { RetryAfter = Pause() };
            }

            _taken += answers;
            return new Place(this, answers);
        }
    }

    // About as long as it takes until the queue has moved on by one turn.
    private int Pause() => (int)Math.Clamp(Math.Ceiling(_seconds), 1, LongestPause);

    private void Leave(int answers, double seconds)
    {
        lock (_gate)
        {
            _taken -= answers;
            _seconds += Smoothing * (seconds - _seconds);
        }
    }

    private sealed class Place(RequestQueue queue, int answers) : IDisposable
    {
        private readonly long _entered = Stopwatch.GetTimestamp();
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                queue.Leave(answers, Stopwatch.GetElapsedTime(_entered).TotalSeconds);
            }
        }
    }
}
