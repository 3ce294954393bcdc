namespace Workbench.Core.Inference.Clients;

/// <summary>Spreads what is limited by the minute evenly over it: each request is given the moment at which it may go.</summary>
/// <param name="perMinute">Requests or tokens.</param>
internal sealed class RateLine(int perMinute, TimeProvider time)
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next = -Burst;

    /// <returns>How long to wait before it may go.</returns>
    public TimeSpan Reserve(int amount)
    {
        lock (_lock)
        {
            // What was not used a second ago and longer is lost: no minute sees more than its share and a second's.
            var now = time.GetElapsedTime(_start);
            var at = _next > now - Burst ? _next : now - Burst;
            _next = at + TimeSpan.FromMinutes((double)amount / perMinute);
            return at > now ? at - now : TimeSpan.Zero;
        }
    }

    /// <summary>Part of what was reserved was not taken; negative where more was.</summary>
    public void GiveBack(int amount)
    {
        lock (_lock)
        {
            _next -= TimeSpan.FromMinutes((double)amount / perMinute);
        }
    }
}
