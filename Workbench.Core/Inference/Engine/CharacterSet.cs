namespace Workbench.Core.Inference.Engine;

/// <summary>Code points as ranges, and the byte sequences that UTF-8 has for them.</summary>
internal sealed class CharacterSet
{
    private const int Last = 0x10FFFF;

    // Of one, two, three and four bytes; the gap is that of the surrogates.
    private static readonly (int, int)[] Lengths = [(0, 0x7F), (0x80, 0x7FF), (0x800, 0xD7FF), (0xE000, 0xFFFF), (0x10000, Last)];

    private readonly List<(int First, int Last)> _ranges = [];

    public CharacterSet Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    public CharacterSet Add(CharacterSet other)
    {
        _ranges.AddRange(other._ranges);
        return this;
    }

    /// <summary>Its one code point; null if there are more.</summary>
    public int? Only => _ranges is [var (first, last)] && first == last ? first : null;

    /// <summary>In order, none touching another; without surrogates.</summary>
    public IEnumerable<(int First, int Last)> Ranges() => Complement().Complement()._ranges.SelectMany(range => ((int, int)[])[(range.First, Math.Min(range.Last, 0xD7FF)), (Math.Max(range.First, 0xE000), range.Last)]).Where(range => range.Item1 <= range.Item2);

    public CharacterSet Complement()
    {
        var rest = new CharacterSet();
        var next = 0;
        foreach (var (first, last) in _ranges.Order())
        {
            if (first > next)
            {
                rest.Add(next, first - 1);
            }

            next = Math.Max(next, last + 1);
        }

        return next <= Last ? rest.Add(next, Last) : rest;
    }

    /// <summary>Sequences of byte ranges; surrogates have none.</summary>
    public IEnumerable<(byte First, byte Last)[]> Sequences() => _ranges.SelectMany(range => Split(range.First, range.Last));

    private static IEnumerable<(byte First, byte Last)[]> Split(int first, int last)
    {
        foreach (var (low, high) in Lengths)
        {
            var (from, to) = (Math.Max(first, low), Math.Min(last, high));
            if (from <= to)
            {
                foreach (var sequence in SameLength(from, to))
                {
                    yield return sequence;
                }
            }
        }
    }

    // Cuts where a continuation byte would run over, until all bytes but the first run over their whole range together.
    private static IEnumerable<(byte First, byte Last)[]> SameLength(int from, int to)
    {
        for (var bits = 6; bits <= 18; bits += 6)
        {
            var mask = (1 << bits) - 1;
            if (to > 0x7F && (from & ~mask) != (to & ~mask))
            {
                if ((from & mask) != 0)
                {
                    return SameLength(from, from | mask).Concat(SameLength((from | mask) + 1, to));
                }

                if ((to & mask) != mask)
                {
                    return SameLength(from, (to & ~mask) - 1).Concat(SameLength(to & ~mask, to));
                }
            }
        }

        return [[.. Bytes(from).Zip(Bytes(to))]];
    }

    private static byte[] Bytes(int point) => System.Text.Encoding.UTF8.GetBytes(char.ConvertFromUtf32(point));
}
