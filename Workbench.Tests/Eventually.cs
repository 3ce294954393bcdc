namespace Workbench.Tests;

/// <summary>
/// Waits for what nothing signals: a row that another process writes, a host's own account of itself. It is looked at every 20 ms, which leaves the cores to what is waited for; a test goes on at the moment it holds, and fails by name
/// if it never does.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task HoldsAsync(string what, Func<Task<bool>> holds, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            while (!await holds())
            {
                await Task.Delay(20, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Assert.Fail($"It never came to this: {what}.");
        }
    }

    public static Task HoldsAsync(string what, Func<bool> holds, CancellationToken cancellation) => HoldsAsync(what, () => Task.FromResult(holds()), cancellation);
}
