namespace Workbench.Core.Inference.Engine;

/// <summary>Which sequence ids are in use, kept for their prefix, or free. Owned by the decoding thread.</summary>
internal sealed class PrefixCache
{
    /// <summary>Attention reads the cells of all sequences, so kept ones are not free of charge: few, and a quarter of the cells at most.</summary>
    private const int MostKept = 4;

    /// <summary>Shorter prefixes are decoded again sooner than waited for.</summary>
    private const int WorthWaiting = 8;

    private readonly DecodeContext _context;
    private readonly CacheSlot[] _slots;
    private readonly int _align;
    private readonly bool _canShare;
    private long _clock;

    /// <param name="align">Prefixes are reused in multiples of this, so that exact mode decodes the same shapes whatever came before.</param>
    public PrefixCache(DecodeContext context, bool canShare, int align)
    {
        _context = context;
        _canShare = canShare;
        _align = align;
        _slots = [.. Enumerable.Range(0, context.SequenceIds).Select(id => new CacheSlot(id))];
    }

    public IEnumerable<CacheSlot> Active => _slots.Where(slot => slot.Job is not null);

    /// <summary>A place for a job, with as much of its prompt as is known already.</summary>
    /// <returns>Null if it should wait: for a free place, or for a neighbour that is just decoding the same prefix.</returns>
    public CacheSlot? Place(SequenceJob job)
    {
        var most = _canShare ? Math.Min(job.OutputFrom, job.Tokens.Count - 1) : 0;
        CacheSlot? source = null;
        var shared = 0;
        var coming = 0;
        foreach (var slot in _slots)
        {
            var own = slot.SharedWith(job.Tokens, most) / _align * _align;
            if (own > shared || (own == shared && own > 0 && slot.IsKept))
            {
                (source, shared) = (slot, own);
            }

            coming = Math.Max(coming, slot.WillShareWith(job.Tokens, most));
        }

        if (coming >= shared + WorthWaiting)
        {
            return null;
        }

        var place = _slots.Length == 1 && _slots[0].Job is null ? _slots[0] : FreeSlot(source);
        if (place is null)
        {
            return null;
        }

        if (source is not null && place != source)
        {
            _context.Share(source.Id, place.Id, shared);
            place.Decoded.AddRange(source.Decoded.Take(shared));
            source.LastUsed = ++_clock;
        }
        else if (place.Decoded.Count > shared)
        {
            shared = Cut(place, shared);
        }

        job.Cached = job.Cached < 0 ? shared : job.Cached;
        place.Job = job;
        place.LastUsed = ++_clock;
        return place;
    }

    /// <summary>A job ended: its cells stay for others unless they are worth nothing.</summary>
    public void Release(CacheSlot slot)
    {
        var job = slot.Job;
        slot.Job = null;
        slot.LastUsed = ++_clock;
        if (!_canShare)
        {
            Forget(slot);
            return;
        }

        if (_align > 1)
        {
            // Answer tokens were decoded one by one; as part of a later prompt they would have other last digits.
            Cut(slot, Math.Min(slot.Decoded.Count, job?.PromptLength ?? 0) / _align * _align);
            return;
        }

        if (job is LikelihoodJob)
        {
            Cut(slot, Math.Min(slot.Decoded.Count, job.OutputFrom));
            if (_slots.Any(other => other != slot && other.SharedWith(slot.Decoded, slot.Decoded.Count) == slot.Decoded.Count))
            {
                Forget(slot);
            }
        }

        while (_slots.Length > 1 && (_slots.Count(kept => kept.IsKept) > MostKept || _slots.Where(kept => kept.IsKept).Sum(kept => kept.Decoded.Count) > Math.Max(_context.Cells / 4, 512)) && ForgetOldest(keep: null))
        {
        }
    }

    /// <summary>Forgets the sequence kept the longest without use.</summary>
    /// <returns>False if there is none.</returns>
    public bool ForgetOldest(CacheSlot? keep)
    {
        var oldest = _slots.Where(slot => slot.IsKept && slot != keep).MinBy(slot => slot.LastUsed);
        if (oldest is not null)
        {
            Forget(oldest);
        }

        return oldest is not null;
    }

    public void Forget(CacheSlot slot)
    {
        _context.Remove(slot.Id);
        slot.Decoded.Clear();
    }

    private CacheSlot? FreeSlot(CacheSlot? source)
    {
        var free = _slots.FirstOrDefault(slot => slot.IsFree);
        if (free is null && ForgetOldest(source))
        {
            free = _slots.FirstOrDefault(slot => slot.IsFree);
        }

        return free ?? (source is { IsKept: true } ? source : null);
    }

    private int Cut(CacheSlot slot, int length)
    {
        if (length > 0 && _context.Remove(slot.Id, length))
        {
            slot.Decoded.RemoveRange(length, slot.Decoded.Count - length);
            return length;
        }

        Forget(slot);
        return 0;
    }
}
