using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>Those not admitted yet: who a person waits for in front, each group in the order of arrival.</summary>
internal sealed class WaitingLine
{
    /// <summary>From then on a run's job lets no person pass any more.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly LinkedList<SequenceJob> _jobs = new();
    private int _persons;

    public LinkedListNode<SequenceJob>? First => _jobs.First;

    /// <summary>The one that has waited longest in vain, if it is a run's and its patience is at an end.</summary>
    public SequenceJob? Starving => _jobs.Count > _persons && FirstOfRuns() is { } first && Stopwatch.GetElapsedTime(first.Value.Arrived) > Patience ? first.Value : null;

    public void Add(SequenceJob job)
    {
        if (job.Interactive && FirstOfRuns() is { } first)
        {
            _jobs.AddBefore(first, job);
        }
        else
        {
            _jobs.AddLast(job);
        }

        _persons += job.Interactive ? 1 : 0;
    }

    /// <summary>One that gave way goes in front of its group.</summary>
    public void Return(SequenceJob job)
    {
        if (!job.Interactive && FirstOfRuns() is { } first)
        {
            _jobs.AddBefore(first, job);
        }
        else if (job.Interactive)
        {
            _jobs.AddFirst(job);
            _persons++;
        }
        else
        {
            _jobs.AddLast(job);
        }
    }

    public void Remove(LinkedListNode<SequenceJob> node)
    {
        _persons -= node.Value.Interactive ? 1 : 0;
        _jobs.Remove(node);
    }

    private LinkedListNode<SequenceJob>? FirstOfRuns()
    {
        var node = _jobs.First;
        for (var i = 0; i < _persons; i++)
        {
            node = node!.Next;
        }

        return node;
    }
}
