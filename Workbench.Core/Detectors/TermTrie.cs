namespace Workbench.Core.Detectors;

/// <summary>Finds all of many words in one pass (Aho and Corasick 1975). The trie is a double array (Aoe 1989): the child of a node by a letter lies at <c>base + code</c> and names its parent; the root has a table of its own.</summary>
internal sealed class TermTrie
{
    private const int None = -1;
    private readonly ushort[] _codes = new ushort[char.MaxValue + 1];
    private readonly int[] _roots;
    private Cell[] _cells = new Cell[1024];
    private int _free = 1;

    /// <param name="words">Distinct and not empty.</param>
    public TermTrie(IReadOnlyList<string> words)
    {
        var letters = 0;
        foreach (var letter in words.SelectMany(word => word))
        {
            _codes[letter] = _codes[letter] == 0 ? (ushort)++letters : _codes[letter];
        }

        _roots = new int[letters + 1];
        _cells.AsSpan().Fill(Cell.Empty);
        Build([.. Enumerable.Range(0, words.Count).OrderBy(word => words[word], StringComparer.Ordinal)], words);
    }

    /// <summary>The node after a letter; the longest suffix that some word begins with. 0 is the root.</summary>
    public int Step(int node, char letter)
    {
        var code = _codes[letter];
        if (code == 0)
        {
            return 0;
        }

        while (node != 0)
        {
            var child = Child(node, code);
            if (child != 0)
            {
                return child;
            }

            node = _cells[node].Fall;
        }

        return _roots[code];
    }

    /// <summary>The first node with a word among a node and its suffixes; 0 for none.</summary>
    public int First(int node) => node == 0 ? 0 : _cells[node].Word >= 0 ? node : _cells[node].Found;

    /// <summary>The next one after <paramref name="node"/>, shorter.</summary>
    public int Next(int node) => _cells[node].Found;

    public int Word(int node) => _cells[node].Word;

    private int Child(int node, int code)
    {
        var at = _cells[node].Base + code;
        return _cells[node].Base >= 0 && at < _cells.Length && _cells[at].Parent == node ? at : 0;
    }

    // Breadth first, so that a node's suffix is there before its children are.
    private void Build(int[] order, IReadOnlyList<string> words)
    {
        var waiting = new Queue<(int Node, int From, int To, int Depth)>();
        waiting.Enqueue((0, 0, order.Length, 0));
        var (codes, starts) = (new List<int>(), new List<int>());
        while (waiting.TryDequeue(out var next))
        {
            var (node, from, to, depth) = next;
            // The word that ends here is the first, as it is the shortest.
            from += node != 0 && _cells[node].Word >= 0 ? 1 : 0;

            codes.Clear();
            starts.Clear();
            for (var at = from; at < to; at++)
            {
                if (at == from || words[order[at]][depth] != words[order[at - 1]][depth])
                {
                    codes.Add(_codes[words[order[at]][depth]]);
                    starts.Add(at);
                }
            }

            if (codes.Count == 0)
            {
                continue;
            }

            var place = node == 0 ? None : Place(codes);
            if (node != 0)
            {
                _cells[node].Base = place;
            }

            for (var child = 0; child < codes.Count; child++)
            {
                var at = node == 0 ? Place([0]) : place + codes[child];
                _cells[at].Parent = node;
                _cells[at].Word = words[order[starts[child]]].Length == depth + 1 ? order[starts[child]] : None;
                if (node == 0)
                {
                    _roots[codes[child]] = at;
                }

                var fall = node == 0 ? 0 : Step(_cells[node].Fall, words[order[starts[child]]][depth]);
                _cells[at].Fall = fall;
                _cells[at].Found = First(fall);
                waiting.Enqueue((at, starts[child], child + 1 < codes.Count ? starts[child + 1] : to, depth + 1));
            }
        }
    }

    /// <summary>The first base with room for all the codes.</summary>
    private int Place(List<int> codes)
    {
        var (least, most) = (codes.Min(), codes.Max());
        var (tried, full) = (0, 0);
        for (var at = Math.Max(_free, least); ; at++)
        {
            var start = at - least;
            Room(start + most + 1);
            tried++;
            if (_cells[at].Parent != None)
            {
                full++;
                continue;
            }

            if (codes.TrueForAll(code => _cells[start + code].Parent == None))
            {
                // Where nearly all is taken already, the search begins further on the next time.
                _free = full > 0.9 * tried ? at : _free;
                foreach (var code in codes)
                {
                    _cells[start + code].Parent = 0;
                }

                return start;
            }
        }
    }

    private void Room(int size)
    {
        if (size > _cells.Length)
        {
            var old = _cells.Length;
            Array.Resize(ref _cells, Math.Max(size, 2 * old));
            _cells.AsSpan(old).Fill(Cell.Empty);
        }
    }

    private struct Cell
    {
        public int Base;
        public int Parent;
        public int Fall;
        public int Found;
        public int Word;

        public static Cell Empty => new() { Base = None, Parent = None, Word = None };
    }
}
