using System.Collections.Immutable;

namespace Workbench.Core.Provenance;

/// <summary>A model of a lineage.</summary>
/// <param name="Card">Null for a name that is not here.</param>
/// <param name="Depth">Fewest edges from the model that the graph is about.</param>
/// <param name="License">Its card's, else what an edge says of it.</param>
/// <param name="IsRoot">Known to have been trained from random weights.</param>
/// <param name="IsDerivedFrom">Weights came from it, and not only answers.</param>
public sealed record LineageNode(string Id, string Name, ProvenanceCard? Card, int Depth, string? License, bool IsRoot, bool IsDerivedFrom);

/// <summary>From what was made to what it was made from, by node id.</summary>
public sealed record LineageEdge(string Child, string Parent, LineageKind Kind, FactSource Source);

/// <summary>Everything a model came from, as far as cards and files tell.</summary>
/// <param name="Nodes">The model itself first, then by depth.</param>
/// <param name="Cycle">Names along a circle; empty in a sound lineage.</param>
public sealed record LineageGraph(ImmutableArray<LineageNode> Nodes, ImmutableArray<LineageEdge> Edges, ImmutableArray<string> Cycle)
{
    /// <summary>Cards are strangers' too: a graph stays small enough to draw.</summary>
    public const int MostNodes = 200;

    public LineageNode Self => Nodes[0];

    /// <summary>The model's ancestors whose weights it is made of.</summary>
    public IEnumerable<LineageNode> Ancestors => Nodes.Skip(1).Where(node => node.IsDerivedFrom);

    public IEnumerable<LineageNode> Teachers => Nodes.Where(node => Edges.Any(edge => edge.Parent == node.Id && edge.Kind == LineageKind.Distilled));

    /// <summary>Where the line ends without anybody saying that it began there. Of a teacher nothing more is asked.</summary>
    public IEnumerable<LineageNode> Unknown => Nodes.Where(node => node.IsDerivedFrom && !node.IsRoot && Edges.All(edge => edge.Child != node.Id || edge.Kind == LineageKind.Distilled));

    /// <param name="others">Every card there is; those that the lineage does not reach are left out.</param>
    public static LineageGraph Of(ProvenanceCard card, IEnumerable<ProvenanceCard> others)
    {
        var known = new Dictionary<string, ProvenanceCard>(StringComparer.Ordinal);
        foreach (var each in others.Prepend(card))
        {
            foreach (var name in Names(each))
            {
                known.TryAdd(name, each);
            }
        }

        return new Walk(known).From(card);
    }

    private static IEnumerable<string> Names(ProvenanceCard card) => card.FromFile.Names.Prepend(card.Name).Select(Key).Concat(card.Sha256 is { } sha256 ? [sha256] : []);

    /// <summary>Names are compared without case, and without the site they are kept on.</summary>
    private static string Key(string name)
    {
        var key = name.Trim().TrimEnd('/');
        foreach (var site in new[] { "https://huggingface.co/", "http://huggingface.co/", "hf.co/", "https://modelscope.cn/models/" })
        {
            key = key.StartsWith(site, StringComparison.OrdinalIgnoreCase) ? key[site.Length..] : key;
        }

        return key.ToUpperInvariant();
    }

    /// <summary>Breadth first, so that a node's depth is known when it is met.</summary>
    private sealed class Walk(Dictionary<string, ProvenanceCard> known)
    {
        private readonly Dictionary<string, LineageNode> _nodes = new(StringComparer.Ordinal);
        private readonly List<LineageEdge> _edges = [];

        public LineageGraph From(ProvenanceCard card)
        {
            var queue = new Queue<ProvenanceCard>();
            queue.Enqueue(card);
            Add(card.Name, card, 0, null, false);
            var seen = new HashSet<ProvenanceCard>(ReferenceEqualityComparer.Instance) { card };
            while (queue.TryDequeue(out var next))
            {
                foreach (var found in Follow(next).Where(seen.Add))
                {
                    queue.Enqueue(found);
                }
            }

            MarkDerived();
            return new LineageGraph([.. _nodes.Values.OrderBy(node => node.Depth)], [.. _edges.Distinct()], Cycle());
        }

        private IEnumerable<ProvenanceCard> Follow(ProvenanceCard card)
        {
            // Links may tell a whole line in any order: a child is placed before its parents.
            var waiting = card.Links.ToList();
            while (waiting.Find(each => each.Link.Child is null || _nodes.ContainsKey(IdOf(each.Link.Child))) is { } said)
            {
                waiting.Remove(said);
                if (_nodes.Count >= MostNodes)
                {
                    yield break;
                }

                var child = said.Link.Child is { } name ? IdOf(name) : Id(card.Name, card);
                var parent = known.GetValueOrDefault(Key(said.Link.Parent)) ?? known.GetValueOrDefault(said.Link.Parent.ToLowerInvariant());
                var id = Add(said.Link.Parent, parent, _nodes[child].Depth + 1, said.Link.License, said.Link.IsRoot);
                _edges.Add(new LineageEdge(child, id, said.Link.Kind, said.Source));
                if (parent is not null)
                {
                    yield return parent;
                }
            }
        }

        private string Add(string name, ProvenanceCard? card, int depth, string? license, bool isRoot)
        {
            var id = Id(name, card);
            isRoot |= card?.Value(ProvenanceFields.FromScratch) == ProvenanceFields.Yes;
            license = card?.Value(ProvenanceFields.License) ?? license;
            _nodes[id] = _nodes.TryGetValue(id, out var there)
                ? there with { License = there.License ?? license, IsRoot = there.IsRoot || isRoot }
                : new LineageNode(id, card?.Name ?? name, card, depth, license, isRoot, false);
            return id;
        }

        private string IdOf(string name) => Id(name, known.GetValueOrDefault(Key(name)) ?? known.GetValueOrDefault(name.ToLowerInvariant()));

        private static string Id(string name, ProvenanceCard? card) => card is null ? Key(name) : card.Sha256 ?? Key(card.Name);

        private void MarkDerived()
        {
            var reached = new Stack<string>([_nodes.Values.First(node => node.Depth == 0).Id]);
            while (reached.TryPop(out var id))
            {
                if (!_nodes[id].IsDerivedFrom)
                {
                    _nodes[id] = _nodes[id] with { IsDerivedFrom = true };
                    foreach (var edge in _edges.Where(edge => edge.Child == id && edge.Kind != LineageKind.Distilled))
                    {
                        reached.Push(edge.Parent);
                    }
                }
            }
        }

        private ImmutableArray<string> Cycle()
        {
            var done = new HashSet<string>(StringComparer.Ordinal);
            var path = new List<string>();
            foreach (var id in _nodes.Keys)
            {
                if (Circle(id) is { IsEmpty: false } circle)
                {
                    return circle;
                }
            }

            return [];

            ImmutableArray<string> Circle(string id)
            {
                if (path.IndexOf(id) is var at and >= 0)
                {
                    return [.. path.Skip(at).Append(id).Select(each => _nodes[each].Name)];
                }

                if (!done.Add(id))
                {
                    return [];
                }

                path.Add(id);
                foreach (var edge in _edges.Where(edge => edge.Child == id))
                {
                    if (Circle(edge.Parent) is { IsEmpty: false } circle)
                    {
                        return circle;
                    }
                }

                path.RemoveAt(path.Count - 1);
                return [];
            }
        }
    }
}
