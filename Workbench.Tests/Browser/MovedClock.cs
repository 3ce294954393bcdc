namespace Workbench.Tests.Browser;

/// <summary>This machine's clock, moved ahead by as much as a test says: timers run as always.</summary>
internal sealed class MovedClock : TimeProvider
{
    private TimeSpan _ahead;

    public void Move(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
}
