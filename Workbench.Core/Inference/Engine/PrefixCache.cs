namespace Workbench.Core.Inference.Engine;

/// <summary>Which sequence ids are in use, kept for their prefix, or free. Owned by the decoding thread.</summary>
internal sealed class PrefixCache
{
    /// <summary>Attention reads past the cells of all sequences, so kept ones are not free of charge: this share of them at most.</summary>
    private const int KeptShare = 4;

    private const int LeastKept = 512;

    /// <summary>Cells set aside for what a running answer will add.</summary>
    private const int Growth = 16;

    /// <summary>Decodes without a new prompt between two looks at what the kept cells cost.</summary>
    private const int LookEvery = 8;

    /// <summary>A person's conversation outlives so many uses of others: the next turn comes later than the next sample of a run.</summary>
    private const int PersonsStay = 1024;

    private readonly DecodeContext _context;
    private readonly CacheSlot[] _slots;
    private readonly int _align;
    private readonly bool _canShare;
    private readonly double _price;
    private long _clock;
    private int _unseen;

    /// <param name="align">Prefixes are reused in multiples of this, so that exact mode decodes the same shapes whatever came before.</param>
    /// <param name="price">Reading one token anew costs as much as so many tokens reading past one cell.</param>
    public PrefixCache(DecodeContext context, bool canShare, int align, double price)
    {
        _price = price;
        _context = context;
        _canShare = canShare;
        _align = align;
        _slots = [.. Enumerable.Range(0, context.SequenceIds).Select(id => new CacheSlot(id))];
    }

    /// <summary>Cells that those at work need, with what they have not read yet and some room to grow. Cells seen by several count once.</summary>
    public int Needed => Distinct(_slots.Where(slot => slot.Job is not null), slot => slot.Job!.Target + Growth);

    /// <summary>Counted anew at each call.</summary>
    public CacheFill Fill => new(
        Distinct(_slots.Where(slot => slot.Job is not null), slot => slot.Length),
        Distinct(_slots.Where(slot => slot.IsKept), slot => slot.Length),
        _slots.Length,
        _slots.Count(slot => slot.Job is not null),
        _slots.Count(slot => slot.IsKept));

    /// <summary>What one more would need beside those at work.</summary>
    public int Need(SequenceJob job) => job.Target + Growth - (_canShare ? _slots.Where(slot => slot.Job is not null).Max(slot => (int?)slot.Trail!.SharedWith(job.Trail, job.OutputFrom)) ?? 0 : 0);

    /// <summary>A place for a job, with as much of its prompt as is known already.</summary>
    /// <returns>Null if no sequence id is free.</returns>
    public CacheSlot? Place(SequenceJob job)
    {
        var most = _canShare ? Math.Min(job.OutputFrom, job.Tokens.Count - 1) : 0;
        CacheSlot? source = null;
        var shared = 0;
        foreach (var slot in _slots)
        {
            var own = slot.Holds(job.Trail, most) / _align * _align;
            if (own > shared || (own == shared && own > 0 && slot.IsKept))
            {
                (source, shared) = (slot, own);
            }
        }

        var place = _slots.Length == 1 && _slots[0].Job is null ? _slots[0] : FreeSlot(source);
        if (place is null)
        {
            return null;
        }

        if (source is not null && place != source)
        {
            _context.Share(source.Id, place.Id, shared);
            place.Length = shared;
            place.Top = place.PromptTop = source.PromptTop;
            source.LastUsed = Math.Max(source.LastUsed, ++_clock);
            source.Idle = 0;
        }
        else if (place.Length > shared)
        {
            shared = Cut(place, shared);
        }

        job.Cached = job.Cached < 0 ? shared : job.Cached;
        place.Job = job;
        place.Trail = job.Trail;
        return place;
    }

    /// <summary>
    /// After a decode: what runs left behind is forgotten once reading past it has cost as much as reading it anew would, so keeping never costs more than twice the best choice.
    /// Cells that lie above all those at work cost the way up to them too.
    /// </summary>
    public void Charge(DecodeBatch batch)
    {
        _unseen++;
        if (!_canShare || (batch.PromptTokens == 0 && _unseen < LookEvery))
        {
            return;
        }

        var used = Distinct(_slots.Where(slot => slot.Length > 0), slot => slot.Length);
        foreach (var slot in batch.Slots)
        {
            slot.Top = Math.Max(slot.Top, used);
            slot.PromptTop = slot.Length <= slot.Job!.PromptLength ? slot.Top : slot.PromptTop;
        }

        var reach = _slots.Max(slot => slot.Job is null ? 0 : slot.Top);
        foreach (var kept in _slots.Where(slot => slot.IsKept && !slot.IsPersons))
        {
            kept.Idle += (kept.Length + Math.Max(0.0, kept.Top - reach)) * batch.Count * _unseen;
            if (kept.Idle > kept.Length * _price)
            {
                Forget(kept);
            }
        }

        _unseen = 0;
    }

    /// <summary>A job ended or gives way: its cells stay for others as far as they may be of use.</summary>
    /// <param name="whole">Also what it wrote: nobody is slowed down by it, or it is to be continued.</param>
    public void Release(CacheSlot slot, bool whole)
    {
        var job = slot.Job!;
        slot.Job = null;
        slot.LastUsed = ++_clock + (job.Interactive ? PersonsStay : 0);
        slot.IsPersons = job.Interactive;
        slot.Idle = 0;
        if (!_canShare)
        {
            Forget(slot);
        }
        else if (_align > 1)
        {
            // Answer tokens were decoded one by one; as part of a later prompt they would have other last digits.
            Cut(slot, Math.Min(slot.Length, job.PromptLength) / _align * _align);
        }
        else
        {
            Cut(slot, Math.Min(slot.Length, whole ? slot.Length : job.Reusable));
            slot.Top = whole ? slot.Top : slot.PromptTop;
            Thin(slot);
        }
    }

    /// <summary>Forgets the sequence kept the longest without use, or its end if that is enough.</summary>
    /// <param name="enough">Cells that are wanted.</param>
    /// <returns>False if there is none.</returns>
    public bool ForgetOldest(CacheSlot? keep = null, int enough = int.MaxValue)
    {
        var oldest = _slots.Where(slot => slot.IsKept && slot != keep).MinBy(slot => slot.LastUsed);
        if (oldest is not null)
        {
            Cut(oldest, enough < oldest.Length / 2 ? oldest.Length - enough : 0);
        }

        return oldest is not null;
    }

    public void Forget(CacheSlot slot)
    {
        _context.Remove(slot.Id);
        slot.Length = slot.Top = slot.PromptTop = 0;
        slot.Trail = null;
    }

    /// <summary>After a decode that ended early: the cells of its batch are given back.</summary>
    public void Restore(CacheSlot slot)
    {
        if (!_context.Remove(slot.Id, slot.Length))
        {
            // A running state can't be cut back; it is read again from the beginning.
            Forget(slot);
            slot.Trail = slot.Job!.Trail;
        }
    }

    // A kept sequence is dropped when another holds all of it, and the oldest when there are too many cells.
    private void Thin(CacheSlot newest)
    {
        foreach (var kept in _slots.Where(slot => slot.IsKept && slot != newest))
        {
            if (newest.Holds(kept.Trail!, kept.Length) == kept.Length)
            {
                newest.LastUsed = Math.Max(newest.LastUsed, kept.LastUsed);
                Forget(kept);
            }
        }

        if (newest.IsKept && Array.Exists(_slots, slot => slot != newest && slot.Holds(newest.Trail!, newest.Length) == newest.Length))
        {
            Forget(newest);
        }

        while (Distinct(_slots.Where(slot => slot.IsKept), slot => slot.Length) > Math.Max(_context.Cells / KeptShare, LeastKept) && ForgetOldest())
        {
        }
    }

    private int Distinct(IEnumerable<CacheSlot> slots, Func<CacheSlot, int> length)
    {
        var cells = 0;
        var seen = new List<CacheSlot>();
        foreach (var slot in slots)
        {
            cells += length(slot);
            if (_canShare && seen.Count > 0)
            {
                cells -= seen.Max(other => slot.Trail!.SharedWith(other.Trail!, Math.Min(length(slot), length(other))));
            }

            seen.Add(slot);
        }

        return cells;
    }

    private CacheSlot? FreeSlot(CacheSlot? source)
    {
        var free = Array.Find(_slots, slot => slot.IsFree);
        if (free is null && ForgetOldest(source))
        {
            free = Array.Find(_slots, slot => slot.IsFree);
        }

        return free ?? (source is { IsKept: true } ? source : null);
    }

    private int Cut(CacheSlot slot, int length)
    {
        if (length == slot.Length && length > 0)
        {
            return length;
        }

        if (length > 0 && _context.Remove(slot.Id, length))
        {
            slot.Length = length;
            return length;
        }

        Forget(slot);
        return 0;
    }
}
