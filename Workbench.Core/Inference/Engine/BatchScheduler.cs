using System.Collections.Concurrent;
using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// Fills every decode from all requests: first a token of each running answer, then as many prompt tokens as the time of a decode allows,
/// so that no stream stalls behind a long prompt. One thread owns context and cache; requests come and go between decodes.
/// </summary>
internal sealed class BatchScheduler : IDisposable
{
    /// <summary>Rows of logits of one decode; bounds the memory for them.</summary>
    private const int MostRows = 128;

    /// <summary>Who gave way so often is not asked again.</summary>
    private const int MostPreemptions = 3;

    /// <summary>One decode in so many lets the longest waiting prompt go first, whoever waits for it.</summary>
    private const int OldestEvery = 4;

    private readonly DecodeContext _context;
    private readonly PrefixCache _cache;
    private readonly DecodeBatch _batch;
    private readonly EngineSpec _spec;
    private readonly SeatRule _seats;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<SequenceJob> _arrivals = new();
    private readonly WaitingLine _waiting = new();
    private readonly List<CacheSlot> _active = [];
    private readonly StepPace _pace = new();
    private readonly SemaphoreSlim _wake = new(0);
    private volatile bool _stopping;
    private volatile int _threads;
    private long _steps;

    public BatchScheduler(EngineModel model, DecodeContext context, EngineSpec spec)
    {
        _context = context;
        _spec = spec;
        _seats = new SeatRule(spec, context.SequenceIds);
        _threads = spec.Threads;
        _cache = new PrefixCache(context, model.CanShareCache, spec.Exact ? EngineSpec.ExactChunk : 1, model.CellsPerToken);
        _batch = new DecodeBatch(context, model.CanShareCache && !spec.Exact, Math.Max(MostRows, _seats.All));
        context.Interrupt = IsInVain;
        _thread = new Thread(Run) { Name = "decode", IsBackground = true };
        _thread.Start();
    }

    public SchedulerMeter Meter { get; } = new();

    /// <summary>Hands over work; it comes to an end through the job itself. Jobs of one call are admitted together.</summary>
    public void Submit(IEnumerable<SequenceJob> jobs)
    {
        foreach (var job in jobs)
        {
            _arrivals.Enqueue(job);
            Meter.Arrived();
        }

        _wake.Release();
    }

    /// <summary>Threads of the last decode.</summary>
    public int Threads => _context.Threads;

    /// <summary>Takes effect with the next decode.</summary>
    public void SetThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, EngineSpec.MostThreads);
        _threads = threads;
    }

    public void Dispose()
    {
        _stopping = true;
        _wake.Release();
        _thread.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            TakeArrivals();
            DropCancelled();
            Admit();
            if (Meter.IsAsked || _active.Count == 0)
            {
                Meter.Holds(_cache.Fill);
            }

            if (_active.Count == 0)
            {
                _wake.Wait();
                continue;
            }

            try
            {
                Step();
            }
            catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or OutOfMemoryException)
            {
                EndAll(exception);
            }
        }

        EndAll(new OperationCanceledException());
    }

    private void TakeArrivals()
    {
        while (_arrivals.TryDequeue(out var job))
        {
            _waiting.Add(job);
        }
    }

    private void DropCancelled()
    {
        foreach (var slot in _active.Where(slot => slot.Job!.Cancellation.IsCancellationRequested).ToList())
        {
            slot.Job!.Cancelled();
            Finish(slot);
        }

        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Cancellation.IsCancellationRequested)
            {
                node.Value.Cancelled();
                node.Value.Dispose();
                _waiting.Remove(node);
                Meter.Ended(_active.Count);
            }

            node = next;
        }
    }

    // Who lacks only a seat is passed by others; who lacks cells is not passed by its own kind, or small ones would keep a large one out for ever.
    private void Admit()
    {
        var starving = _waiting.Starving;
        var (noPersons, noRuns) = (starving is not null && _seats.Has(starving, _active) && !Fits(starving), false);
        for (var node = _waiting.First; node is not null;)
        {
            var (job, next) = (node.Value, node.Next);
            if (_seats.Has(job, _active) && !(job.Interactive ? noPersons : noRuns))
            {
                while (!Fits(job) && job.Interactive && Victim() is { } victim)
                {
                    Preempt(victim);
                }

                if (Fits(job) && _cache.Place(job) is { } slot)
                {
                    _waiting.Remove(node);
                    _active.Add(slot);
                    Meter.Admitted(_active.Count);
                }
                else
                {
                    (noPersons, noRuns) = (noPersons || job.Interactive, true);
                }
            }

            node = next;
        }
    }

    private bool Fits(SequenceJob job) => _active.Count == 0 || _cache.Needed + _cache.Need(job) <= _context.Cells;

    private void Step()
    {
        _batch.Clear();
        foreach (var slot in _active)
        {
            if (slot.Job!.IsRunning && slot.Left == 1)
            {
                _batch.AddAnswer(slot);
            }
        }

        AddPrompts();
        if (_threads is var threads && threads != _context.Threads)
        {
            _context.SetThreads(threads);
        }

        var watch = Stopwatch.GetTimestamp();
        switch (_context.Decode())
        {
            case DecodeOutcome.Done:
                _pace.Took(_batch.Count, Stopwatch.GetElapsedTime(watch));
                Read();
                break;
            case DecodeOutcome.NoRoom:
                MakeRoom();
                break;
            case DecodeOutcome.Interrupted:
                _batch.Slots.ForEach(_cache.Restore);
                break;
            default:
                throw new InvalidOperationException($"The library refused a batch. {EngineLog.LastError}");
        }
    }

    private void AddPrompts()
    {
        var answers = _batch.Count;
        var slots = _active.Where(slot => slot.Left > 0).ToList();
        if (slots.Count == 0)
        {
            return;
        }

        if (_spec.Exact)
        {
            _batch.AddPrompts(slots, EngineSpec.ExactChunk - (slots[0].Length % EngineSpec.ExactChunk));
            return;
        }

        var readers = _batch.Slots.Exists(slot => slot.Job!.Interactive);
        var inOrder = ++_steps % OldestEvery == 0 ? slots : [.. slots.OrderByDescending(slot => slot.Job!.Interactive)];
        _batch.AddPrompts(inOrder, _pace.PromptTokens(readers, slots.Exists(slot => slot.Job!.Interactive), answers));
    }

    // Asked during a decode: whether all that most of it is for has been given up meanwhile.
    private bool IsInVain()
    {
        if (_stopping)
        {
            return true;
        }

        var most = false;
        foreach (var slot in _batch.Slots)
        {
            if (slot.Pending * 2 > _batch.Count)
            {
                most = slot.Job!.Cancellation.IsCancellationRequested;
                if (!most)
                {
                    return false;
                }
            }
        }

        return most;
    }

    private void Read()
    {
        foreach (var slot in _batch.Slots)
        {
            slot.Length += slot.Pending;
            slot.Pending = 0;
            slot.Job!.HadCompany |= _batch.Slots.Count > 1;
        }

        _cache.Charge(_batch);
        Meter.Decoded(_batch.PromptTokens, _batch.Outputs.Count(entry => entry.Slot.Job!.WritesAnswer));
        foreach (var (slot, position, index) in _batch.Outputs)
        {
            if (slot.Job is { } job && job.Take(position, _context.Logits(index)))
            {
                Finish(slot);
            }
        }
    }

    // First what is only kept; then a job gives way and starts again later; one alone has reached its end.
    private void MakeRoom()
    {
        if (_cache.ForgetOldest(enough: _batch.Count))
        {
            return;
        }

        if (_active.Count > 1)
        {
            Preempt(Victim() ?? _active[^1]);
            return;
        }

        var last = _active[0];
        last.Job!.OutOfRoom();
        Finish(last);
    }

    // A run's job, the newest that has not given way too often: it has the least to lose.
    private CacheSlot? Victim() => _active.FindLast(slot => slot.Job is { Interactive: false, Preemptions: < MostPreemptions });

    private void Preempt(CacheSlot slot)
    {
        var job = slot.Job!;
        _active.Remove(slot);
        _cache.Release(slot, whole: true);
        job.Preemptions++;
        _waiting.Return(job);
        Meter.Preempted(_active.Count);
    }

    private void Finish(CacheSlot slot)
    {
        _active.Remove(slot);
        slot.Job!.Dispose();
        _cache.Release(slot, slot.Job.Interactive || (slot.Job.WritesAnswer && !slot.Job.HadCompany));
        Meter.Ended(_active.Count);
    }

    private void EndAll(Exception reason)
    {
        foreach (var slot in _active.ToList())
        {
            slot.Job!.Failed(reason);
            slot.Job.Dispose();
            _active.Remove(slot);
            slot.Job = null;
            _cache.Forget(slot);
            Meter.Ended(_active.Count);
        }

        if (_stopping)
        {
            TakeArrivals();
            for (var node = _waiting.First; node is not null; node = node.Next)
            {
                node.Value.Failed(reason);
                node.Value.Dispose();
            }
        }
    }
}
