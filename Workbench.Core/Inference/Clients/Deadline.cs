namespace Workbench.Core.Inference.Clients;

/// <summary>Ends a request when it takes too long, or when who asked gives up: one timer and one source for both.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeSpan _length;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _given;

    public Deadline(TimeSpan length, TimeProvider time, CancellationToken cancellation)
    {
        (_length, _source) = (length, new CancellationTokenSource(length, time));
        _given = cancellation.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Begins anew: something was heard, or something is asked again.</summary>
    public void Renew() => _source.CancelAfter(_length);

    /// <summary>Until it is renewed only who asked can end it.</summary>
    public void Suspend() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        // First what may cancel: it waits where that is under way.
        _given.Dispose();
        _source.Dispose();
    }
}
