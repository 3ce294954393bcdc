using Workbench.Core.Provenance;

namespace Workbench.Components.Provenance;

/// <summary>Where the boxes of a lineage lie: the model on the left, what is behind it to the right, a column for each step.</summary>
public sealed class LineageLayout
{
    public const double BoxWidth = 196;
    public const double BoxHeight = 42;
    private const double Column = 330;
    private const double Line = 60;
    private const double Margin = 4;

    private readonly Dictionary<string, (double X, double Y)> _places = [];

    public LineageLayout(LineageGraph lineage)
    {
        var columns = lineage.Nodes.GroupBy(node => node.Depth).OrderBy(column => column.Key).ToList();
        var most = columns.Max(column => column.Count());
        (Width, Height) = (((columns[^1].Key) * Column) + BoxWidth + (2 * Margin), ((most - 1) * Line) + BoxHeight + (2 * Margin));
        foreach (var column in columns)
        {
            var top = Margin + ((most - column.Count()) * Line / 2);
            foreach (var (index, node) in column.Index())
            {
                _places[node.Id] = (Margin + (column.Key * Column), top + (index * Line));
            }
        }
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Top left corner of a node's box.</summary>
    public (double X, double Y) Of(string id) => _places[id];

    /// <summary>From the middle of one side to the middle of another; an edge back bows below the boxes.</summary>
    public (string Path, double X, double Y) Edge(LineageEdge edge)
    {
        var (from, to) = (Of(edge.Child), Of(edge.Parent));
        var (x1, y1, x2, y2) = (from.X + BoxWidth, from.Y + (BoxHeight / 2), to.X, to.Y + (BoxHeight / 2));
        if (x2 > x1)
        {
            var bend = (x2 - x1) / 2;
            return (FormattableString.Invariant($"M{x1:0.#} {y1:0.#}C{x1 + bend:0.#} {y1:0.#} {x2 - bend:0.#} {y2:0.#} {x2:0.#} {y2:0.#}"), (x1 + x2) / 2, ((y1 + y2) / 2) - 5);
        }

        var (bottom, middle) = (Math.Max(from.Y, to.Y) + BoxHeight, (from.X + to.X + BoxWidth) / 2);
        return (FormattableString.Invariant($"M{from.X + (BoxWidth / 2):0.#} {from.Y + BoxHeight:0.#}Q{middle:0.#} {bottom + 26:0.#} {to.X + (BoxWidth / 2):0.#} {to.Y + BoxHeight:0.#}"), middle, bottom + 14);
    }

    /// <summary>A name that fits its box; Chinese takes two places a character.</summary>
    public static string Cut(string name, int places = 25)
    {
        var used = 0;
        for (var at = 0; at < name.Length; at++)
        {
            used += name[at] > 0x2E7F ? 2 : 1;
            if (used > places)
            {
                return name[..(char.IsLowSurrogate(name[at]) ? at - 1 : at)] + "…";
            }
        }

        return name;
    }
}
