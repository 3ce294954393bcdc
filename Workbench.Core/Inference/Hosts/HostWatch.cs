using System.Globalization;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>What one look at a host found.</summary>
/// <param name="Load">Null when it did not answer.</param>
/// <param name="Stalled">How long it has had work without a decode step; zero while all goes well.</param>
/// <param name="Hung">Why it must be taken for hung; null while it need not.</param>
internal sealed record HostLook(HostLoad? Load, TimeSpan Stalled, Phrase? Hung);

/// <summary>Looks at one serving process and tells when it hangs: it does not answer at all, or has work and decodes nothing.</summary>
internal sealed class HostWatch(string name, Func<CancellationToken, Task<HostLoad?>> ask, HostLimits limits, TimeProvider time)
{
    private long _answered = time.GetTimestamp();
    private long _stepped = time.GetTimestamp();
    private long? _decodes;
    private int _missed;

    public async Task<HostLook> LookAsync(CancellationToken cancellation)
    {
        if (await AskAsync(cancellation).ConfigureAwait(false) is not { } load)
        {
            // Two in a row: after a pause of this process itself, such as a sleeping laptop, the first question seems to have waited for ever.
            _missed++;
            var silence = time.GetElapsedTime(_answered);
            return new HostLook(null, TimeSpan.Zero, _missed > 1 && silence >= limits.Silence ? new Phrase("Inference.HostSilent", name, Seconds(silence)) : null);
        }

        _missed = 0;
        _answered = time.GetTimestamp();
        if (load.Pending == 0 || load.Decodes != _decodes)
        {
            _decodes = load.Decodes;
            _stepped = time.GetTimestamp();
        }

        // Its own clock knows better, where it tells.
        var stalled = load.StalledFor ?? time.GetElapsedTime(_stepped);
        return new HostLook(load, load.Pending == 0 ? TimeSpan.Zero : stalled, load.Pending > 0 && stalled >= limits.Stall ? new Phrase("Inference.HostStalled", name, Seconds(stalled), load.Pending.ToString(CultureInfo.InvariantCulture)) : null);
    }

    private async Task<HostLoad?> AskAsync(CancellationToken cancellation)
    {
        // The second question ends when the limit does, but is always given a fair while.
        var left = limits.Silence - time.GetElapsedTime(_answered);
        using var late = new CancellationTokenSource(left < limits.Silence / 4 ? limits.Silence / 4 : left > limits.Silence / 2 ? limits.Silence / 2 : left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            return await ask(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (ModelUnavailableException)
        {
            // It is dying, and its exit will say so; or it can't answer any more, which is as good as silence.
            return null;
        }
    }

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
