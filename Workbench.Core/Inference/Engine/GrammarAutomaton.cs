using System.Numerics;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// Follows a grammar byte by byte. A state is the set of places where the text so far may stand, each place a rule's position with the places to return to.
/// States and the bytes between them are found once and kept, as are the tokens each state allows. Not thread-safe: of the decoding thread.
/// </summary>
internal sealed class GrammarAutomaton
{
    /// <summary>Places of one state. A grammar with more is too ambiguous to follow.</summary>
    private const int MostPlaces = 4096;

    private const int MostKept = 200_000;
    private const int MostMasks = 256;

    /// <summary>Places looked at for one token.</summary>
    private const int MostWork = 4_000_000;

    private readonly GrammarRules _rules;
    private readonly TokenTexts _tokens;
    private readonly List<(int Dot, int Parent)> _nodes = [];
    private readonly Dictionary<(int Dot, int Parent), int> _nodeIndex = [];
    private readonly List<int[]> _states = [];
    private readonly Dictionary<int[], int> _stateIndex = new(new SameItems());
    private readonly Dictionary<(int State, byte Value), int> _steps = [];
    private readonly Dictionary<int, ulong[]> _masks = [];
    private int _work;
    private long _kept;
    private long _limit = MostKept;

    // The node of a text that is whole.
    private const int Whole = -1;

    /// <summary>The state that nothing leads out of and that is no end.</summary>
    public const int Dead = -1;

    /// <exception cref="GrammarFailure">It can be read in too many ways.</exception>
    public GrammarAutomaton(GrammarRules rules, TokenTexts tokens)
    {
        _rules = rules;
        _tokens = tokens;
        Start = Begin();
    }

    public int Start { get; private set; }

    /// <summary>Counts up when kept states were forgotten; a state number is of one era.</summary>
    public int Era { get; private set; }

    public bool IsWhole(int state) => state != Dead && _states[state] is [Whole, ..];

    /// <returns>The state after the bytes, or <see cref="Dead"/>.</returns>
    /// <exception cref="GrammarFailure">It can be read in too many ways.</exception>
    public int Advance(int state, ReadOnlySpan<byte> bytes)
    {
        _work = 0;
        foreach (var value in bytes)
        {
            if (state == Dead)
            {
                return Dead;
            }

            state = Step(state, value);
        }

        return state;
    }

    /// <summary>Forgets what was kept when it has grown large.</summary>
    /// <returns>The same state by its new number.</returns>
    public int Tidy(int state)
    {
        if (_nodes.Count + _steps.Count + (_kept / 16) < _limit)
        {
            return state;
        }

        var paths = state == Dead ? [] : _states[state].Select(Path).ToList();
        _nodes.Clear();
        _nodeIndex.Clear();
        _states.Clear();
        _stateIndex.Clear();
        _steps.Clear();
        _masks.Clear();
        _kept = 0;
        Era++;
        Start = Begin();
        var same = state == Dead ? Dead : State([.. paths.Select(path => path.Aggregate(Whole, (parent, dot) => Node(dot, parent)))]);

        // A deep answer alone may be more than the bound: then not again at every token.
        _limit = Math.Max(MostKept, 2L * (_nodes.Count + _steps.Count));
        return same;
    }

    /// <summary>One bit for each token that may follow; end tokens where the text is whole.</summary>
    /// <exception cref="GrammarFailure">It can be read in too many ways.</exception>
    public ulong[] Allowed(int state)
    {
        if (_masks.TryGetValue(state, out var mask))
        {
            return mask;
        }

        if (_masks.Count >= MostMasks)
        {
            _masks.Clear();
        }

        return _masks[state] = Walk(state);
    }

    // Tokens in the order of their bytes: what two have in common is followed once, and what begins like a refused one is passed over.
    private ulong[] Walk(int state)
    {
        _work = 0;
        var mask = new ulong[(_tokens.Count + 63) / 64];
        Span<int> after = stackalloc int[TokenTexts.MostBytes + 1];
        after[0] = state;
        var good = 0;
        for (var i = 0; i < _tokens.Sorted.Length; i++)
        {
            var shared = _tokens.Shared[i];
            if (shared > good)
            {
                continue;
            }

            var bytes = _tokens.Sorted[i].Bytes;
            good = shared;
            while (good < bytes.Length && Step(after[good], bytes[good]) is var next and not Dead)
            {
                after[++good] = next;
            }

            if (good == bytes.Length)
            {
                var token = _tokens.Sorted[i].Token;
                mask[token >> 6] |= 1UL << (token & 63);
            }
        }

        foreach (var token in IsWhole(state) ? _tokens.Ends : [])
        {
            mask[token >> 6] |= 1UL << (token & 63);
        }

        return mask;
    }

    private int Step(int state, byte value)
    {
        if (_steps.TryGetValue((state, value), out var known))
        {
            return known;
        }

        var next = new SortedSet<int>();
        foreach (var node in _states[state])
        {
            if (node != Whole && _rules.Bytes(_rules.At(_nodes[node].Dot)).Contains(value))
            {
                Expand(_nodes[node].Dot + 1, _nodes[node].Parent, next);
            }
        }

        return _steps[(state, value)] = State(next);
    }

    private int Begin()
    {
        var places = new SortedSet<int>();
        foreach (var start in _rules.Alternatives(_rules.Root))
        {
            Expand(start, Whole, places);
        }

        return State(places);
    }

    // All places of a byte that can be reached from here without taking one.
    private void Expand(int dot, int parent, SortedSet<int> places)
    {
        var seen = new HashSet<(int, int)>();
        var open = new Stack<(int Dot, int Parent)>();
        open.Push((dot, parent));
        while (open.TryPop(out var place))
        {
            if (!seen.Add(place))
            {
                continue;
            }

            if (++_work > MostWork || places.Count > MostPlaces)
            {
                throw new GrammarFailure("GrammarAmbiguous");
            }

            var element = _rules.At(place.Dot);
            if (element == GrammarRules.End)
            {
                if (place.Parent == Whole)
                {
                    places.Add(Whole);
                }
                else
                {
                    open.Push(_nodes[place.Parent]);
                }
            }
            else if (element % 2 == 0)
            {
                places.Add(Node(place.Dot, place.Parent));
            }
            else
            {
                // A rule in last place returns to where its own rule does: lists don't grow with their length.
                var back = _rules.At(place.Dot + 1) == GrammarRules.End ? place.Parent : Node(place.Dot + 1, place.Parent);
                foreach (var start in _rules.Alternatives(element / 2))
                {
                    open.Push((start, back));
                }
            }
        }
    }

    private int Node(int dot, int parent)
    {
        if (!_nodeIndex.TryGetValue((dot, parent), out var node))
        {
            node = _nodes.Count;
            _nodes.Add((dot, parent));
            _nodeIndex[(dot, parent)] = node;
        }

        return node;
    }

    private int State(SortedSet<int> places)
    {
        if (places.Count == 0)
        {
            return Dead;
        }

        int[] items = [.. places];
        if (!_stateIndex.TryGetValue(items, out var state))
        {
            state = _states.Count;
            _kept += items.Length;
            _states.Add(items);
            _stateIndex[items] = state;
        }

        return state;
    }

    // Dots from the outermost rule to the place.
    private List<int> Path(int node)
    {
        var path = new List<int>();
        for (; node != Whole; node = _nodes[node].Parent)
        {
            path.Add(_nodes[node].Dot);
        }

        path.Reverse();
        return path;
    }

    private sealed class SameItems : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] items)
        {
            var hash = new HashCode();
            foreach (var item in items)
            {
                hash.Add(item);
            }

            return hash.ToHashCode();
        }
    }
}
