using System.Collections.Immutable;

namespace Workbench.Core.Inference.Engine;

/// <summary>Rules of a grammar over bytes: each a choice of sequences, each sequence of byte sets and other rules. Laid out flat; made once, read by any thread.</summary>
internal sealed class GrammarRules
{
    /// <summary>Elements over all rules; bounds memory and the time of every check.</summary>
    public const int MostElements = 400_000;

    private readonly List<int> _flat = [];
    private readonly List<ImmutableArray<int>> _alternatives = [];
    private readonly List<ByteSet> _sets = [];
    private readonly Dictionary<ByteSet, int> _setIndex = [];

    /// <summary>End of a sequence; other elements are a set (2 × its index) or a rule (2 × its index + 1).</summary>
    public const int End = -1;

    public int Root { get; set; } = -1;

    public int Count => _alternatives.Count;

    public int Declare()
    {
        _alternatives.Add([]);
        return _alternatives.Count - 1;
    }

    public static int Rule(int index) => (2 * index) + 1;

    public int Set(ByteSet bytes)
    {
        if (!_setIndex.TryGetValue(bytes, out var index))
        {
            index = _sets.Count;
            _sets.Add(bytes);
            _setIndex[bytes] = index;
        }

        return 2 * index;
    }

    /// <exception cref="GrammarFailure">There are too many of them.</exception>
    public void Define(int rule, IEnumerable<IReadOnlyList<int>> alternatives)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        foreach (var alternative in alternatives)
        {
            if (_flat.Count + alternative.Count > MostElements)
            {
                throw new GrammarFailure("GrammarTooLarge");
            }

            starts.Add(_flat.Count);
            _flat.AddRange(alternative);
            _flat.Add(End);
        }

        _alternatives[rule] = starts.ToImmutable();
    }

    public int At(int dot) => _flat[dot];

    public ByteSet Bytes(int element) => _sets[element / 2];

    public ImmutableArray<int> Alternatives(int rule) => _alternatives[rule];

    /// <summary>A rule that comes back to itself before it has taken a byte; null if there is none. No parse by such rules comes to an end.</summary>
    public int? LeftRecursive()
    {
        var empty = MayBeEmpty();
        var state = new byte[Count];
        var path = new Stack<(int Rule, IEnumerator<int> Next)>();
        for (var start = 0; start < Count; start++)
        {
            if (state[start] != 0)
            {
                continue;
            }

            state[start] = 1;
            path.Push((start, Firsts(start, empty).GetEnumerator()));
            while (path.TryPeek(out var top))
            {
                if (!top.Next.MoveNext())
                {
                    state[top.Rule] = 2;
                    path.Pop();
                }
                else if (state[top.Next.Current] == 1)
                {
                    return top.Next.Current;
                }
                else if (state[top.Next.Current] == 0)
                {
                    state[top.Next.Current] = 1;
                    path.Push((top.Next.Current, Firsts(top.Next.Current, empty).GetEnumerator()));
                }
            }
        }

        return null;
    }

    private IEnumerable<int> Firsts(int rule, bool[] empty)
    {
        foreach (var start in _alternatives[rule])
        {
            for (var dot = start; _flat[dot] != End && _flat[dot] % 2 == 1; dot++)
            {
                yield return _flat[dot] / 2;
                if (!empty[_flat[dot] / 2])
                {
                    break;
                }
            }
        }
    }

    /// <summary>Whether any text at all comes to an end by the root.</summary>
    public bool CanEnd() => Derives(bytes: true)[Root];

    private bool[] MayBeEmpty() => Derives(bytes: false);

    // Rules with an alternative of which every element is known, bytes counted in or not: each alternative waits for its rules, each rule found lets others go on.
    private bool[] Derives(bool bytes)
    {
        var found = new bool[Count];
        var waiting = new Dictionary<int, List<int>>();
        var missing = new List<(int Rule, int Count)>();
        var queue = new Queue<int>();
        for (var rule = 0; rule < Count; rule++)
        {
            foreach (var start in _alternatives[rule])
            {
                var count = 0;
                for (var dot = start; _flat[dot] != End; dot++)
                {
                    if (_flat[dot] % 2 == 1)
                    {
                        count++;
                        (waiting.TryGetValue(_flat[dot] / 2, out var list) ? list : waiting[_flat[dot] / 2] = []).Add(missing.Count);
                    }
                    else if (!bytes || Bytes(_flat[dot]) == default)
                    {
                        count = int.MaxValue / 2;
                        break;
                    }
                }

                missing.Add((rule, count));
                if (count == 0 && !found[rule])
                {
                    found[rule] = true;
                    queue.Enqueue(rule);
                }
            }
        }

        while (queue.TryDequeue(out var rule))
        {
            foreach (var alternative in waiting.GetValueOrDefault(rule) ?? [])
            {
                var (owner, count) = missing[alternative];
                missing[alternative] = (owner, --count);
                if (count == 0 && !found[owner])
                {
                    found[owner] = true;
                    queue.Enqueue(owner);
                }
            }
        }

        return found;
    }
}

/// <summary>Which of the 256 bytes.</summary>
internal readonly record struct ByteSet(ulong A, ulong B, ulong C, ulong D)
{
    public bool Contains(byte value) => ((value < 128 ? value < 64 ? A : B : value < 192 ? C : D) >> (value & 63) & 1) != 0;

    public ByteSet With(byte first, byte last)
    {
        Span<ulong> words = [A, B, C, D];
        for (int value = first; value <= last; value++)
        {
            words[value >> 6] |= 1UL << (value & 63);
        }

        return new ByteSet(words[0], words[1], words[2], words[3]);
    }
}
