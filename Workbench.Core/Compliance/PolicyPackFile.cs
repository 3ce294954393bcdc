using System.Collections.Immutable;
using Workbench.Core.Language;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workbench.Core.Compliance;

/// <summary>Reads policy packs from YAML; what is wrong is told all at once, by line and field.</summary>
public static class PolicyPackFile
{
    /// <summary>Largest file that is read, in bytes.</summary>
    private const long MaximumLength = 4 << 20;

    /// <exception cref="InputException">The file is not there, too large, not YAML, or not a pack.</exception>
    public static PolicyPack Read(string path)
    {
        try
        {
            return new FileInfo(path).Length > MaximumLength
                ? throw new InputException(new InputProblem(new Phrase("Compliance.FileTooLarge"), path))
                : Parse(File.ReadAllText(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputProblem(new Phrase("Compliance.FileNotReadable", FileWords.Of(exception, path)), path));
        }
    }

    /// <param name="file">Name that problems are told with.</param>
    /// <exception cref="InputException">Every problem of the text.</exception>
    public static PolicyPack Parse(string text, string file)
    {
        var problems = new List<InputProblem>();
        var root = new PackNode(Load(text, file), "", file, problems);
        var sections = root.Children("sections").Select(Section).OfType<PackSection>().ToImmutableArray();
        RefuseRepeated(sections.Select(section => section.Id), root, "sections");
        var clauses = ReadClauses(root, [.. sections.Select(section => section.Id)]);
        var (id, version, jurisdiction, title) = (root.Text("pack"), root.Whole("version", 1), root.Text("jurisdiction"), root.Wording("title"));
        var (note, source) = (root.Wording("note", required: false), root.TextOrWording("source"));
        var fields = root.Words("fieldsOfUse");
        root.RefuseOthers();
        return problems.Count > 0
            ? throw new InputException([.. problems.OrderBy(problem => problem.Line)])
            : new PolicyPack(id!, version!.Value, jurisdiction!, title!, note, source!.En, sections, clauses) { SourceZh = source.OwnZh, FieldsOfUse = fields.IsEmpty ? null : fields };
    }

    private static PackSection? Section(PackNode node)
    {
        var (id, title) = (node.Text("id"), node.Wording("title"));
        node.RefuseOthers();
        return id is null || title is null ? null : new PackSection(id, title);
    }

    private static ImmutableArray<Clause> ReadClauses(PackNode root, ImmutableHashSet<string> sections)
    {
        var clauses = ImmutableArray.CreateBuilder<Clause>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in root.Children("clauses"))
        {
            if (node.Text("id") is { } id && !ids.Add(id))
            {
                node.Report("id", "RepeatedId", id);
            }

            if (ClauseReader.Read(node, sections) is { } clause)
            {
                clauses.Add(clause);
            }
        }

        return clauses.ToImmutable();
    }

    private static void RefuseRepeated(IEnumerable<string> ids, PackNode root, string field)
    {
        foreach (var repeated in ids.GroupBy(id => id).Where(group => group.Count() > 1))
        {
            root.Report(field, "RepeatedId", repeated.Key);
        }
    }

    private static YamlMappingNode Load(string text, string file)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode mapping }]
                ? mapping
                : throw new InputException(new InputProblem(new Phrase("Compliance.NotAPack"), file, 1));
        }
        catch (YamlException exception)
        {
            throw new InputException(new InputProblem(new Phrase("Compliance.NotYaml", YamlWords.Of(exception)), file, (int)Math.Max(1, exception.Start.Line)));
        }
    }
}
