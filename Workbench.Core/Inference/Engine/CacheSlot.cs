using System.Runtime.InteropServices;

namespace Workbench.Core.Inference.Engine;

/// <summary>One sequence id: what its cells hold, and who works on it. Without a job it is kept for its prefix.</summary>
internal sealed class CacheSlot(int id)
{
    public int Id { get; } = id;

    /// <summary>Tokens whose cells are filled, from position 0.</summary>
    public List<int> Decoded { get; } = [];

    public SequenceJob? Job { get; set; }

    /// <summary>Counts up with every use; the least is forgotten first.</summary>
    public long LastUsed { get; set; }

    public bool IsFree => Job is null && Decoded.Count == 0;

    public bool IsKept => Job is null && Decoded.Count > 0;

    public int SharedWith(IReadOnlyList<int> tokens, int most) => Common(CollectionsMarshal.AsSpan(Decoded), tokens, most);

    /// <summary>What it will share once its job's prompt is decoded.</summary>
    public int WillShareWith(IReadOnlyList<int> tokens, int most) => Job is null ? 0 : Common(CollectionsMarshal.AsSpan(Job.Tokens)[..Job.Target], tokens, most);

    private static int Common(ReadOnlySpan<int> own, IReadOnlyList<int> tokens, int most)
    {
        var length = Math.Min(Math.Min(own.Length, tokens.Count), most);
        return tokens is List<int> list ? own[..length].CommonPrefixLength(CollectionsMarshal.AsSpan(list)[..length]) : throw new ArgumentException("not a list", nameof(tokens));
    }
}
