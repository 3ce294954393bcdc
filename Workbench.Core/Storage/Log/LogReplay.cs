using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>Builds the tree again, entry by entry, keeping its right edge, the roots it had at some sizes, and the changes of key it records.</summary>
internal sealed class LogReplay(HashSet<long> sizes)
{
    /// <summary>Entries of before times were kept in order may be a little out of it: two processes read the clock, then took turns.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly Dictionary<long, byte[]> _roots = new() { [0] = MerkleTree.EmptyRoot };
    private readonly MerklePeaks _tree = new();
    private DateTimeOffset _latest = DateTimeOffset.MinValue;

    public long Size => _tree.Size;

    /// <summary>Complete subtrees so far, leaves among them.</summary>
    public long NodeCount { get; private set; }

    public string RootHex => Convert.ToHexStringLower(_tree.Root());

    /// <summary>Subtrees that the last entry completed, its own leaf first.</summary>
    public List<(int Level, long Index, byte[] Hash)> Closed => _tree.Closed;

    public List<LogKeyChange> KeyChanges { get; } = [];

    /// <returns>What is wrong with the entry, which is then not added; null when it is what was recorded.</returns>
    public Phrase? Add(LogEntry entry)
    {
        var columns = LogColumns.Of(entry);
        return Add(columns, columns.Check(out var leaf), leaf);
    }

    /// <param name="fault">What <see cref="LogColumns.Check"/> found, with the <paramref name="leaf"/> it gave.</param>
    public Phrase? Add(LogColumns entry, LogFault fault, byte[] leaf)
    {
        if (entry.Index != Size)
        {
            return new Phrase("Log.IndexGap", $"{Size}", $"{entry.Index}");
        }

        if (fault != LogFault.None)
        {
            return new Phrase(fault == LogFault.Body ? "Log.EntryDiffers" : "Log.ColumnsDiffer", $"{entry.Index}");
        }

        var at = new DateTimeOffset(entry.Ticks, TimeSpan.Zero);
        if (_latest - at > Tolerance)
        {
            return new Phrase("Log.BackDated", $"{entry.Index}", $"{at.UtcDateTime:u}", $"{_latest.UtcDateTime:u}");
        }

        _latest = at;
        _tree.Add(leaf);
        NodeCount += Closed.Count;
        if (sizes.Contains(Size))
        {
            _roots[Size] = _tree.Root();
        }

        if (LogKeyChange.Of(entry.Index, entry.Body) is { } change)
        {
            KeyChanges.Add(change);
        }

        return null;
    }

    /// <summary>Root at one of the sizes that were asked for and have been reached.</summary>
    public byte[] Root(long size) => _roots[size];
}
