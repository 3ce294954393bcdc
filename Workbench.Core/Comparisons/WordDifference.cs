using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Workbench.Core.Comparisons;

/// <summary>Where a stretch of text stands.</summary>
public enum DifferenceKind
{
    Both,
    OnlyFirst,
    OnlySecond,
}

/// <summary>A stretch of text that both have, or only one.</summary>
public sealed record DifferencePart(DifferenceKind Kind, string Text);

/// <summary>What two texts share, by words: a Latin word, a number, a Chinese character, a run of blanks and any other mark are a unit each.</summary>
public static class WordDifference
{
    // Beyond this the search costs more than the reader gains: what lies between the common ends is shown as replaced.
    private const int MostEdits = 1500;

    /// <summary>The fewest insertions and deletions that lead from one to the other (Myers 1986), neighbours of one kind joined.</summary>
    public static ImmutableArray<DifferencePart> Between(string first, string second)
    {
        var (a, b) = (Units(first), Units(second));
        var start = 0;
        while (start < a.Count && start < b.Count && a[start] == b[start])
        {
            start++;
        }

        var end = 0;
        while (end < a.Count - start && end < b.Count - start && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        var parts = new Parts();
        parts.Add(DifferenceKind.Both, a.Take(start));
        Middle(a[start..(a.Count - end)], b[start..(b.Count - end)], parts);
        parts.Add(DifferenceKind.Both, a.Skip(a.Count - end));
        return parts.Done();
    }

    /// <summary>Share of units that both have, 0 to 1; 1 for two empty texts.</summary>
    public static double Similarity(string first, string second)
    {
        var parts = Between(first, second);
        var both = parts.Where(part => part.Kind == DifferenceKind.Both).Sum(part => Units(part.Text).Count);
        var all = Units(first).Count + Units(second).Count;
        return all == 0 ? 1 : 2.0 * both / all;
    }

    internal static List<string> Units(string text)
    {
        List<string> units = [];
        var position = 0;
        while (position < text.Length)
        {
            var kind = KindAt(text, position, out var length);
            var start = position;
            position += length;
            while (kind is Kind.Word or Kind.Blank && position < text.Length && KindAt(text, position, out length) == kind)
            {
                position += length;
            }

            units.Add(text[start..position]);
        }

        return units;
    }

    private enum Kind
    {
        Word,
        Blank,
        Single,
    }

    private static Kind KindAt(string text, int position, out int length)
    {
        // A half surrogate decodes to the replacement character: a mark of its own.
        Rune.DecodeFromUtf16(text.AsSpan(position), out var rune, out length);
        if (Rune.IsWhiteSpace(rune))
        {
            return Kind.Blank;
        }

        return Rune.IsLetterOrDigit(rune) ? IsHan(rune.Value) ? Kind.Single : Kind.Word
            : Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark || rune.Value is '\'' or 0x2019 or 0x200D ? Kind.Word
            : Kind.Single;
    }

    // Scripts written without blanks: each character is a word or a good part of one.
    private static bool IsHan(int value) => value is (>= 0x2E80 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) or (>= 0x0E00 and <= 0x0EFF);

    private static void Middle(List<string> a, List<string> b, Parts parts)
    {
        if (a.Count == 0 || b.Count == 0 || Trace(a, b) is not { } trace)
        {
            parts.Add(DifferenceKind.OnlyFirst, a);
            parts.Add(DifferenceKind.OnlySecond, b);
            return;
        }

        var steps = new List<(DifferenceKind Kind, string Unit)>(a.Count + b.Count);
        var (x, y) = (a.Count, b.Count);
        for (var edits = trace.Count - 1; edits >= 0; edits--)
        {
            var reach = trace[edits];
            var diagonal = x - y;
            var down = diagonal == -edits || (diagonal != edits && At(reach, diagonal - 1) < At(reach, diagonal + 1));
            var before = down ? diagonal + 1 : diagonal - 1;
            var fromX = edits == 0 ? 0 : At(reach, before);
            var fromY = edits == 0 ? 0 : fromX - before;
            while (x > fromX && y > fromY)
            {
                steps.Add((DifferenceKind.Both, a[--x]));
                y--;
            }

            if (edits > 0)
            {
                steps.Add(down ? (DifferenceKind.OnlySecond, b[--y]) : (DifferenceKind.OnlyFirst, a[--x]));
            }
        }

        steps.Reverse();
        parts.AddOrdered(steps);
    }

    /// <summary>For each number of edits, how far each diagonal got before them; null when there are too many.</summary>
    private static List<int[]>? Trace(List<string> a, List<string> b)
    {
        List<int[]> trace = [];
        var reach = new int[3];
        for (var edits = 0; edits <= Math.Min(MostEdits, a.Count + b.Count); edits++)
        {
            trace.Add(reach);
            var next = new int[(2 * edits) + 3 + 2];
            var done = false;
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var x = edits == 0 ? 0
                    : diagonal == -edits || (diagonal != edits && At(reach, diagonal - 1) < At(reach, diagonal + 1)) ? At(reach, diagonal + 1)
                    : At(reach, diagonal - 1) + 1;
                var y = x - diagonal;
                while (x < a.Count && y < b.Count && x >= 0 && y >= 0 && a[x] == b[y])
                {
                    x++;
                    y++;
                }

                next[diagonal + (next.Length / 2)] = x;
                if (x >= a.Count && y >= b.Count)
                {
                    done = true;
                    break;
                }
            }

            if (done)
            {
                return trace;
            }

            reach = next;
        }

        return null;
    }

    private static int At(int[] reach, int diagonal)
    {
        var index = diagonal + (reach.Length / 2);
        return index >= 0 && index < reach.Length ? reach[index] : -1;
    }

    private sealed class Parts
    {
        private readonly ImmutableArray<DifferencePart>.Builder _parts = ImmutableArray.CreateBuilder<DifferencePart>();
        private readonly StringBuilder _first = new();
        private readonly StringBuilder _second = new();
        private readonly StringBuilder _both = new();

        public void Add(DifferenceKind kind, IEnumerable<string> units) => AddOrdered(units.Select(unit => (kind, unit)));

        /// <summary>A blank between two changed words changes with them: pieces of a replaced phrase read as one.</summary>
        public void AddOrdered(IEnumerable<(DifferenceKind Kind, string Unit)> steps)
        {
            foreach (var (kind, unit) in steps)
            {
                if (kind == DifferenceKind.Both)
                {
                    _both.Append(unit);
                    continue;
                }

                Settle();
                (kind == DifferenceKind.OnlyFirst ? _first : _second).Append(unit);
            }
        }

        public ImmutableArray<DifferencePart> Done()
        {
            Settle(atEnd: true);
            return _parts.ToImmutable();
        }

        private void Settle(bool atEnd = false)
        {
            if (_both.Length == 0 && !atEnd)
            {
                return;
            }

            if (!atEnd && _first.Length > 0 && _second.Length > 0 && IsBlank(_both))
            {
                _first.Append(_both);
                _second.Append(_both);
                _both.Clear();
                return;
            }

            Flush(DifferenceKind.OnlyFirst, _first);
            Flush(DifferenceKind.OnlySecond, _second);
            Flush(DifferenceKind.Both, _both);
        }

        private void Flush(DifferenceKind kind, StringBuilder text)
        {
            if (text.Length > 0)
            {
                _parts.Add(new DifferencePart(kind, text.ToString()));
                text.Clear();
            }
        }

        private static bool IsBlank(StringBuilder text)
        {
            for (var index = 0; index < text.Length; index++)
            {
                if (text[index] is not (' ' or '\u00a0'))
                {
                    return false;
                }
            }

            return text.Length > 0;
        }
    }
}
