using System.Globalization;
using Workbench.Core.Language;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Workbench.Core.Suites;

/// <summary>Reads one YAML document (JSON is one too) into nodes. Anchors and aliases are refused, so that a short file cannot stand for an endless one.</summary>
internal sealed class YamlNodes(IParser parser, string file, int firstLine)
{
    private const int MaximumDepth = 16;

    /// <param name="firstLine">Line of the file on which <paramref name="text"/> begins.</param>
    /// <exception cref="InputException">Not YAML, too deep, or with anchors; one problem, since nothing after it can be trusted.</exception>
    public static SuiteNode? Read(string text, string file, int firstLine = 1)
    {
        try
        {
            return new YamlNodes(new Parser(new StringReader(text)), file, firstLine).Document();
        }
        catch (YamlException broken)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.NotYaml", YamlWords.Of(broken)), file, Line(broken.Start, firstLine)));
        }
    }

    private static int Line(Mark mark, int firstLine) => (int)Math.Max(1, mark.Line) + firstLine - 1;

    private SuiteNode? Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        parser.Consume<DocumentStart>();
        var root = Node(0);
        parser.Consume<DocumentEnd>();
        return parser.Accept<DocumentStart>(out var second) ? throw Refuse("Suites.TwoDocuments", second.Start) : root;
    }

    private SuiteNode Node(int depth)
    {
        if (depth > MaximumDepth)
        {
            throw Refuse("Suites.TooDeep", parser.Current!.Start, MaximumDepth.ToString(CultureInfo.InvariantCulture));
        }

        if (parser.Current is AnchorAlias || parser.Current is NodeEvent { Anchor.IsEmpty: false })
        {
            throw Refuse("Suites.Anchor", parser.Current.Start);
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<SuiteNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(depth + 1));
            }

            return new SuiteList(items, Line(sequence.Start, firstLine));
        }

        return parser.TryConsume<MappingStart>(out var mapping) ? Map(mapping, depth) : Scalar(parser.Consume<Scalar>());
    }

    private SuiteMap Map(MappingStart mapping, int depth)
    {
        var entries = new List<(SuiteScalar, SuiteNode)>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (Node(depth + 1) is not SuiteScalar name)
            {
                throw Refuse("Suites.NameNotText", mapping.Start);
            }

            entries.Add((name, Node(depth + 1)));
        }

        return new SuiteMap(entries, Line(mapping.Start, firstLine));
    }

    private SuiteScalar Scalar(Scalar scalar)
    {
        var plain = scalar.Style == ScalarStyle.Plain;
        return new SuiteScalar(scalar.Value, Line(scalar.Start, firstLine), plain, plain && scalar.Value is "" or "~" or "null");
    }

    private InputException Refuse(string key, Mark at, params string[] arguments) => new(new InputProblem(new Phrase(key, arguments), file, Line(at, firstLine)));
}
