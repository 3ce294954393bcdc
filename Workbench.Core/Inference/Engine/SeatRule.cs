namespace Workbench.Core.Inference.Engine;

/// <summary>Who may be decoded together: persons find a place while a run has taken every other, and leave one for runs.</summary>
/// <param name="ids">Sequence ids of the context.</param>
internal sealed class SeatRule(EngineSpec spec, int ids)
{
    /// <summary>Places for persons beside those for all.</summary>
    private const int ForPersons = 8;

    /// <summary>Sequence ids beyond the seats: for kept prefixes, and for what is judged in one pass.</summary>
    private const int SpareIds = 24;

    /// <summary>Seats of answers being written.</summary>
    public int All => spec.Sequences + ForPersons;

    /// <summary>Sequence ids that a context needs.</summary>
    public static int SequenceIds(EngineSpec spec) => spec.Exact ? 1 : Math.Min(256, spec.Sequences + ForPersons + SpareIds);

    /// <summary>What is judged in one pass needs an id alone, and leaves persons theirs.</summary>
    public bool Has(SequenceJob job, IReadOnlyCollection<CacheSlot> active)
    {
        if (spec.Exact)
        {
            return active.Count == 0;
        }

        if (!job.WritesAnswer)
        {
            return active.Count < ids - ForPersons;
        }

        var seated = active.Count(slot => slot.Job!.WritesAnswer);
        var same = active.Count(slot => slot.Job!.WritesAnswer && slot.Job.Interactive == job.Interactive);
        return seated < All && same < (job.Interactive ? All - 1 : spec.Sequences);
    }
}
