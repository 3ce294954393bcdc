using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Clients;

/// <summary>Stops asking an endpoint that only fails: after some failures in a row for a while, then one request tries, and for twice as long when that fails too.</summary>
internal sealed class EndpointBreaker(string name, EndpointLimits limits, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly Lock _lock = new();
    private DateTimeOffset _until;
    private TimeSpan _length = First;
    private Phrase? _last;
    private DateTimeOffset _since;
    private int _failures;
    private bool _trying;

    /// <summary>First of the failures in a row, while nothing is asked for them.</summary>
    public DateTimeOffset? AwaySince
    {
        get
        {
            lock (_lock)
            {
                return _failures < limits.BreakAfter ? null : _since;
            }
        }
    }

    /// <returns>Null when a request may go; else how long until one may try.</returns>
    public TimeSpan? Closed()
    {
        lock (_lock)
        {
            if (_failures < limits.BreakAfter)
            {
                return null;
            }

            var left = _until - time.GetUtcNow();
            if (left > TimeSpan.Zero || _trying)
            {
                return left > First / 5 ? left : First / 5;
            }

            _trying = true;
            return null;
        }
    }

    /// <summary>Why nothing is asked.</summary>
    public ModelUnavailableException Refusal()
    {
        lock (_lock)
        {
            return new ModelUnavailableException(new Phrase("Inference.EndpointBroken", name, _failures.ToString(CultureInfo.InvariantCulture), _last is null ? "" : Phrase.Both(_last))) { Fault = EndpointFault.Passing };
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            (_failures, _length, _trying) = (0, First, false);
        }
    }

    public void Failed(Phrase reason)
    {
        lock (_lock)
        {
            _last = reason;
            _since = _failures == 0 ? time.GetUtcNow() : _since;
            _failures++;

            // Those in flight when it opened fail too: only the one that tried makes it longer.
            if (_failures == limits.BreakAfter || _trying)
            {
                _until = time.GetUtcNow() + _length;
                _length = _length * 2 < Longest ? _length * 2 : Longest;
            }

            _trying = false;
        }
    }

    /// <summary>The request that was to try was given up by who asked it.</summary>
    public void Left()
    {
        lock (_lock)
        {
            _trying = false;
        }
    }
}
