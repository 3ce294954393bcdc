using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>Where the parts of one entry lie in the bytes of its page.</summary>
/// <param name="Ticks">Of its time, UTC; whatever stands there.</param>
internal readonly record struct LogSlot(long Index, long Ticks, int Start, int Kind, int Subject, int Actor, int Body, int Hash);

/// <summary>Some entries one after another with the kept hashes of the subtrees that end within them, in buffers that are used again: in a log of a million entries, an object for each part costs more than its hash.</summary>
internal sealed class LogPage
{
    private readonly List<LogSlot> _slots = [];
    private readonly List<LogLevel> _levels = [];
    private byte[] _bytes = new byte[1 << 20];
    private int _used;

    public int Count => _slots.Count;

    public LogSlot this[int at] => _slots[at];

    public void Clear()
    {
        _slots.Clear();
        _used = 0;
    }

    public void Add(long index, long ticks, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> actor, ReadOnlySpan<byte> body, ReadOnlySpan<byte> hash)
    {
        _slots.Add(new LogSlot(index, ticks, _used, kind.Length, subject.Length, actor.Length, body.Length, hash.Length));
        Append(kind);
        Append(subject);
        Append(actor);
        Append(body);
        Append(hash);
    }

    public LogColumns Columns(int at)
    {
        var slot = _slots[at];
        ReadOnlySpan<byte> rest = _bytes.AsSpan(slot.Start);
        var kind = Take(ref rest, slot.Kind);
        var subject = Take(ref rest, slot.Subject);
        var actor = Take(ref rest, slot.Actor);
        return new LogColumns(slot.Index, slot.Ticks, kind, subject, actor, Take(ref rest, slot.Body), Take(ref rest, slot.Hash));
    }

    /// <summary>The kept hashes of one level, empty and ready for those from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    public LogLevel Level(int level, long from, long to)
    {
        while (_levels.Count <= level)
        {
            _levels.Add(new LogLevel());
        }

        _levels[level].Clear(from, (int)(to - from));
        return _levels[level];
    }

    /// <summary>True when that very hash was kept there.</summary>
    public bool Keeps(int level, long index, ReadOnlySpan<byte> hash) => level < _levels.Count && _levels[level].Is(index, hash);

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, int length)
    {
        var part = rest[..length];
        rest = rest[length..];
        return part;
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        if (_used + part.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + part.Length));
        }

        part.CopyTo(_bytes.AsSpan(_used));
        _used += part.Length;
    }
}

/// <summary>Kept hashes of neighbouring subtrees of one size; those that are missing, or no hash, equal nothing.</summary>
internal sealed class LogLevel
{
    private const int Width = 32;

    private byte[] _hashes = [];
    private bool[] _there = [];
    private long _from;
    private int _count;

    public void Clear(long from, int count)
    {
        (_from, _count) = (from, count);
        if (_there.Length < count)
        {
            (_there, _hashes) = (new bool[count], new byte[count * Width]);
        }

        Array.Clear(_there);
    }

    public void Set(long index, ReadOnlySpan<byte> hash)
    {
        if (hash.Length == Width)
        {
            var at = (int)(index - _from);
            hash.CopyTo(_hashes.AsSpan(at * Width, Width));
            _there[at] = true;
        }
    }

    public bool Is(long index, ReadOnlySpan<byte> hash) =>
        index - _from is >= 0 and var at && at < _count && _there[at] && _hashes.AsSpan((int)at * Width, Width).SequenceEqual(hash);
}
