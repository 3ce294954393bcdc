namespace Workbench.Core.Inference.Engine;

/// <summary>One sequence id: what its cells hold, and who works on it. Without a job it is kept for its prefix.</summary>
internal sealed class CacheSlot(int id)
{
    public int Id { get; } = id;

    /// <summary>The tokens it is for; the first <see cref="Length"/> of them have their cells.</summary>
    public TokenTrail? Trail { get; set; }

    /// <summary>Tokens whose cells are filled, from position 0.</summary>
    public int Length { get; set; }

    /// <summary>Tokens of it in the batch being decoded.</summary>
    public int Pending { get; set; }

    public SequenceJob? Job { get; set; }

    /// <summary>Counts up with every use; the least is forgotten first.</summary>
    public long LastUsed { get; set; }

    /// <summary>What it keeps is a person's conversation, whose next turn may come.</summary>
    public bool IsPersons { get; set; }

    /// <summary>About how far up its cells reach: how many were in use when its newest was filled. Attention reads all cells up to the highest one.</summary>
    public int Top { get; set; }

    /// <summary>The same when the last token of its prompt was read.</summary>
    public int PromptTop { get; set; }

    /// <summary>Cells read past for nothing since it is kept, times the tokens that read past them.</summary>
    public double Idle { get; set; }

    public bool IsFree => Job is null && Length == 0;

    public bool IsKept => Job is null && Length > 0;

    /// <summary>What its job still has to decode, beyond the batch being filled.</summary>
    public int Left => Job is { } job ? job.Target - Length - Pending : 0;

    /// <returns>How many first tokens of another trail have their cells here.</returns>
    public int Holds(TokenTrail other, int most) => Trail?.SharedWith(other, Math.Min(most, Length)) ?? 0;
}
