using System.Collections.Concurrent;
using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// Fills every decode from all requests: first a token of each running answer, then prompt tokens, at most one micro-batch and fewer while answers run,
/// so that no stream stalls behind a long prompt. One thread owns context and cache; requests come and go between decodes.
/// </summary>
internal sealed class BatchScheduler : IDisposable
{
    /// <summary>Prompt tokens of one decode while answers are being written.</summary>
    private const int PromptTokensBesideAnswers = 128;

    /// <summary>Rows of logits of one decode; bounds the memory for them.</summary>
    private const int MostOutputs = 128;

    /// <summary>Shape of every prompt decode in exact mode, on multiples of it.</summary>
    private const int ExactChunk = 32;

    private readonly DecodeContext _context;
    private readonly PrefixCache _cache;
    private readonly EngineSpec _spec;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<SequenceJob> _arrivals = new();
    private readonly LinkedList<SequenceJob> _waiting = new();
    private readonly List<CacheSlot> _active = [];
    private readonly List<(CacheSlot Slot, int Position, int Index)> _outputs = [];
    private readonly List<(CacheSlot Slot, int Count)> _added = [];
    private readonly SemaphoreSlim _wake = new(0);
    private volatile bool _stopping;
    private volatile int _threads;

    public BatchScheduler(EngineModel model, DecodeContext context, EngineSpec spec)
    {
        _context = context;
        _spec = spec;
        _threads = spec.Threads;
        _cache = new PrefixCache(context, model.CanShareCache, spec.Exact ? ExactChunk : 1);
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
            if (job.Interactive && LastInteractive() is var last)
            {
                _ = last is null ? _waiting.AddFirst(job) : _waiting.AddAfter(last, job);
            }
            else
            {
                _waiting.AddLast(job);
            }
        }
    }

    private LinkedListNode<SequenceJob>? LastInteractive()
    {
        LinkedListNode<SequenceJob>? last = null;
        for (var node = _waiting.First; node is not null && node.Value.Interactive; node = node.Next)
        {
            last = node;
        }

        return last;
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
                Meter.Ended(0);
            }

            node = next;
        }
    }

    // Goes through the whole queue: one that waits for a neighbour's prefix does not hold up the others.
    private void Admit()
    {
        var most = _spec.Exact ? 1 : _spec.Sequences;
        for (var node = _waiting.First; node is not null && _active.Count < most;)
        {
            var next = node.Next;
            if (_cache.Place(node.Value) is { } slot)
            {
                _waiting.Remove(node);
                _active.Add(slot);
                Meter.Admitted(_active.Count);
            }

            node = next;
        }
    }

    private void Step()
    {
        _context.Clear();
        _outputs.Clear();
        _added.Clear();
        foreach (var slot in _active)
        {
            if (slot.Job!.IsRunning && slot.Decoded.Count == slot.Job.Target - 1)
            {
                Add(slot, 1);
            }
        }

        var room = _context.Count == 0 ? DecodeContext.BatchTokens : Math.Min(PromptTokensBesideAnswers, DecodeContext.BatchTokens - _context.Count);
        foreach (var slot in _active.OrderByDescending(slot => slot.Job!.Interactive))
        {
            var left = slot.Job!.Target - slot.Decoded.Count - (_added.Any(entry => entry.Slot == slot) ? 1 : 0);
            if (left <= 0 || room <= 0 || _outputs.Count >= MostOutputs)
            {
                continue;
            }

            room -= Add(slot, Math.Min(left, _spec.Exact ? ExactChunk - (slot.Decoded.Count % ExactChunk) : room));
        }

        if (_threads is var threads && threads != _context.Threads)
        {
            _context.SetThreads(threads);
        }

        switch (_context.Decode())
        {
            case DecodeOutcome.Done:
                Read();
                break;
            case DecodeOutcome.NoRoom:
                MakeRoom();
                break;
            default:
                throw new InvalidOperationException($"The library refused a batch. {EngineLog.LastError}");
        }
    }

    private int Add(CacheSlot slot, int count)
    {
        var job = slot.Job!;
        var start = slot.Decoded.Count;
        var added = 0;
        for (; added < count && _outputs.Count < MostOutputs; added++)
        {
            var position = start + added;
            var output = position >= job.OutputFrom;
            var index = _context.Add(job.Tokens[position], position, slot.Id, output);
            if (output)
            {
                _outputs.Add((slot, position, index));
            }
        }

        _added.Add((slot, added));
        return added;
    }

    private void Read()
    {
        var prompt = 0;
        foreach (var (slot, count) in _added)
        {
            for (var i = 0; i < count; i++)
            {
                prompt += slot.Decoded.Count < slot.Job!.PromptLength ? 1 : 0;
                slot.Decoded.Add(slot.Job.Tokens[slot.Decoded.Count]);
            }
        }

        Meter.Decoded(prompt, _outputs.Count(entry => entry.Slot.Job is GenerationJob));
        foreach (var (slot, position, index) in _outputs)
        {
            if (slot.Job is { } job && job.Take(position, _context.Logits(index)))
            {
                Finish(slot);
            }
        }
    }

    // First what is only kept; then the newest job gives way and starts again later; one alone has reached its end.
    private void MakeRoom()
    {
        if (_cache.ForgetOldest(keep: null))
        {
            return;
        }

        var newest = _active[^1];
        var job = newest.Job!;
        if (_active.Count == 1)
        {
            job.OutOfRoom();
            Finish(newest);
            return;
        }

        _active.Remove(newest);
        newest.Job = null;
        _cache.Forget(newest);
        _waiting.AddFirst(job);
        Meter.Preempted(_active.Count);
    }

    private void Finish(CacheSlot slot)
    {
        _active.Remove(slot);
        slot.Job!.Dispose();
        _cache.Release(slot);
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
            foreach (var job in _waiting)
            {
                job.Failed(reason);
                job.Dispose();
            }
        }
    }
}
