namespace Workbench.Core.Inference.Engine;

/// <summary>What the decoding thread is doing, readable from any thread.</summary>
internal sealed class SchedulerMeter(TimeProvider? time = null)
{
    private const int Seconds = 3;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly Queue<(long Time, int Tokens)> _recent = new();
    private int _running;
    private int _unfinished;
    private long _promptTokens;
    private long _answerTokens;
    private long _decodes;
    private long _preemptions;
    private long _lastStep;
    private long _workSince;
    private CacheFill _fill = new(0, 0, 0, 0, 0);
    private bool _asked;

    public int Running => Volatile.Read(ref _running);

    /// <summary>Jobs that were handed over and are neither running nor ended.</summary>
    public int Waiting => Math.Max(0, Volatile.Read(ref _unfinished) - Running);

    /// <summary>Tokens decoded that belong to prompts; what the cache saved is not among them.</summary>
    public long PromptTokens => Interlocked.Read(ref _promptTokens);

    public long AnswerTokens => Interlocked.Read(ref _answerTokens);

    public long Decodes => Interlocked.Read(ref _decodes);

    public long Preemptions => Interlocked.Read(ref _preemptions);

    /// <summary>Answer tokens a second over the last three seconds.</summary>
    public double TokensPerSecond
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _recent.Sum(entry => entry.Tokens) / (double)Seconds;
            }
        }
    }

    /// <summary>How long work has been there without a decode coming to its end; zero while nothing is to be done. Grows without end when the library hangs.</summary>
    public TimeSpan StalledFor => Volatile.Read(ref _unfinished) <= 0
        ? TimeSpan.Zero
        : _time.GetElapsedTime(Math.Max(Interlocked.Read(ref _lastStep), Interlocked.Read(ref _workSince)));

    /// <summary>What the cache held when the decoding thread last told. Asking has it tell again with its next step.</summary>
    public CacheFill Fill
    {
        get
        {
            Volatile.Write(ref _asked, true);
            return Volatile.Read(ref _fill);
        }
    }

    /// <summary>Somebody asked since the last <see cref="Holds"/>: counting shared cells is not done for nobody.</summary>
    public bool IsAsked => Volatile.Read(ref _asked);

    public void Holds(CacheFill fill)
    {
        Volatile.Write(ref _asked, false);
        Volatile.Write(ref _fill, fill);
    }

    public void Arrived()
    {
        if (Interlocked.Increment(ref _unfinished) == 1)
        {
            Interlocked.Exchange(ref _workSince, _time.GetTimestamp());
        }
    }

    public void Admitted(int running) => Volatile.Write(ref _running, running);

    public void Preempted(int running)
    {
        Interlocked.Increment(ref _preemptions);
        Volatile.Write(ref _running, running);
    }

    public void Ended(int running)
    {
        Interlocked.Decrement(ref _unfinished);
        Volatile.Write(ref _running, running);
    }

    public void Decoded(int prompt, int answers)
    {
        Interlocked.Exchange(ref _lastStep, _time.GetTimestamp());
        Interlocked.Increment(ref _decodes);
        Interlocked.Add(ref _promptTokens, prompt);
        Interlocked.Add(ref _answerTokens, answers);
        lock (_gate)
        {
            Forget();
            _recent.Enqueue((_time.GetTimestamp(), answers));
        }
    }

    private void Forget()
    {
        while (_recent.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.Time).TotalSeconds > Seconds)
        {
            _recent.Dequeue();
        }
    }
}
