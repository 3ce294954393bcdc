using Workbench.Core.Language;

namespace Workbench.Core.Inference.Clients;

/// <summary>What goes to one endpoint: so many at a time, so much a minute, again after a while what failed in passing, and nothing while it only fails.</summary>
internal sealed class EndpointTraffic(string name, EndpointLimits limits, TimeProvider time, Func<double>? draw = null) : IDisposable
{
    private readonly SemaphoreSlim _seats = new(limits.Concurrency);
    private readonly RateLine? _requests = limits.RequestsPerMinute is { } requests ? new RateLine(requests, time) : null;
    private readonly RateLine? _tokens = limits.TokensPerMinute is { } tokens ? new RateLine(tokens, time) : null;
    private readonly EndpointBreaker _breaker = new(name, limits, time);
    private readonly Func<double> _draw = draw ?? Random.Shared.NextDouble;
    private long _holdUntil;

    /// <summary>Since when the endpoint only fails; null while it answers.</summary>
    public DateTimeOffset? AwaySince => _breaker.AwaySince;

    public void Dispose() => _seats.Dispose();

    /// <param name="tokens">Most tokens the request may take.</param>
    /// <param name="used">Tokens that an answer took; null where it does not tell.</param>
    /// <exception cref="ModelUnavailableException">It failed for good, or as often as it may be asked again.</exception>
    public async Task<T> AskAsync<T>(int tokens, Func<CancellationToken, Task<T>> ask, Func<T, int?> used, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (_breaker.Closed() is { } left)
            {
                if (attempt >= limits.Retries)
                {
                    throw _breaker.Refusal();
                }

                await Task.Delay(left, time, cancellation).ConfigureAwait(false);
                continue;
            }

            try
            {
                return await OnceAsync(tokens, ask, used, cancellation).ConfigureAwait(false);
            }
            catch (ModelUnavailableException failure) when (failure.Fault == EndpointFault.Passing && attempt < limits.Retries && Pause(failure, attempt) is { } pause)
            {
                await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> OnceAsync<T>(int tokens, Func<CancellationToken, Task<T>> ask, Func<T, int?> used, CancellationToken cancellation)
    {
        var settled = false;
        try
        {
            await _seats.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                // When many give up at once, those in front free their seats before those behind have heard of it.
                cancellation.ThrowIfCancellationRequested();
                await WaitAsync(tokens, cancellation).ConfigureAwait(false);
                var answer = await TimedAsync(ask, cancellation).ConfigureAwait(false);
                settled = true;
                _breaker.Succeeded();
                _tokens?.GiveBack(tokens - (used(answer) ?? tokens));
                return answer;
            }
            finally
            {
                _seats.Release();
            }
        }
        catch (ModelUnavailableException failure)
        {
            settled = true;
            Note(failure);
            throw;
        }
        finally
        {
            if (!settled)
            {
                _breaker.Left();
            }
        }
    }

    // A refusal of this question alone shows that the endpoint is there.
    private void Note(ModelUnavailableException failure)
    {
        if (failure.Fault == EndpointFault.Passing)
        {
            _breaker.Failed(failure.Reason);
        }
        else
        {
            _breaker.Succeeded();
        }

        if (failure.RetryAfter is { } asked && asked <= limits.LongestRetryAfter)
        {
            Interlocked.Exchange(ref _holdUntil, (time.GetUtcNow() + asked).UtcTicks);
        }
    }

    private async Task WaitAsync(int tokens, CancellationToken cancellation)
    {
        var first = _requests?.Reserve(1) ?? TimeSpan.Zero;
        var second = _tokens?.Reserve(tokens) ?? TimeSpan.Zero;
        var held = TimeSpan.FromTicks(Math.Max(0, Interlocked.Read(ref _holdUntil) - time.GetUtcNow().UtcTicks));
        var wait = first > second ? first : second;
        wait = held > wait ? held : wait;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<T> TimedAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var late = new Deadline(limits.Timeout, time, cancellation);
        try
        {
            return await ask(late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new ModelUnavailableException(new Phrase("Inference.EndpointTooSlow", name, limits.Timeout.TotalSeconds.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)), exception) { Fault = EndpointFault.Passing };
        }
    }

    /// <returns>Null when it asks for more than anybody will wait.</returns>
    private TimeSpan? Pause(ModelUnavailableException failure, int attempt)
    {
        var most = Math.Min(limits.LongestPause.Ticks, limits.FirstPause.Ticks * Math.Pow(2, attempt));
        var drawn = TimeSpan.FromTicks((long)(most * (0.5 + (_draw() / 2))));
        return failure.RetryAfter is not { } asked ? drawn : asked > limits.LongestRetryAfter ? null : asked > drawn ? asked : drawn;
    }
}
