using System.Collections.Immutable;
using Workbench.Core.Language;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workbench.Core.Models;

/// <summary>Reads model cards; everything wrong with one is told at once, by line and field.</summary>
public sealed class ModelCardFile
{
    private const long MostBytes = 1 << 20;

    private readonly string _file;
    private readonly List<InputProblem> _problems = [];

    private ModelCardFile(string file) => _file = file;

    /// <returns>The card beside a model file; null if there is none.</returns>
    /// <exception cref="InputException">There is one, and it is not readable as a card.</exception>
    public static ModelCard? Beside(string model)
    {
        var path = ModelCard.PathBeside(model);
        return File.Exists(path) ? Read(path) : null;
    }

    /// <exception cref="InputException">Every problem of the file.</exception>
    public static ModelCard Read(string path)
    {
        try
        {
            return new FileInfo(path).Length > MostBytes
                ? throw new InputException(new InputProblem(new Phrase("Models.CardTooLarge"), path))
                : Parse(File.ReadAllText(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputProblem(new Phrase("Models.NotReadable", FileWords.Of(exception, path)), path));
        }
    }

    /// <exception cref="InputException">Every problem of the text.</exception>
    public static ModelCard Parse(string yaml, string file)
    {
        var reader = new ModelCardFile(file);
        var card = reader.Card(Root(yaml, file));
        return reader._problems.Count == 0 ? card : throw new InputException([.. reader._problems.OrderBy(problem => problem.Line)]);
    }

    private static YamlMappingNode Root(string yaml, string file)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root
                ? root
                : throw new InputException(new InputProblem(new Phrase("Models.CardNotMapping"), file, 1));
        }
        catch (YamlException exception)
        {
            throw new InputException(new InputProblem(new Phrase("Models.CardNotYaml", YamlWords.Of(exception)), file, (int)Math.Max(1, exception.Start.Line)));
        }
    }

    private ModelCard Card(YamlMappingNode root)
    {
        var name = new CardText("", "");
        CardText? about = null, origin = null, trainedOn = null;
        string? developer = null, baseModel = null, license = null;
        ImmutableArray<string> languages = [];
        ImmutableArray<CardText> limits = [];
        foreach (var (key, value) in root.Children)
        {
            switch ((key as YamlScalarNode)?.Value)
            {
                case "name": name = Both(value, "name") ?? name; break;
                case "about": about = Both(value, "about"); break;
                case "developer": developer = Word(value, "developer"); break;
                case "origin": origin = Both(value, "origin"); break;
                case "baseModel": baseModel = Word(value, "baseModel"); break;
                case "trainedOn": trainedOn = Both(value, "trainedOn"); break;
                case "license": license = Word(value, "license"); break;
                case "languages": languages = [.. Items(value, "languages").Select(item => Word(item.Node, item.Field)).OfType<string>()]; break;
                case "knownLimits": limits = [.. Items(value, "knownLimits").Select(item => Both(item.Node, item.Field)).OfType<CardText>()]; break;
                case var other: Report(key, other ?? "?", "CardUnknownField"); break;
            }
        }

        if (!root.Children.ContainsKey("name"))
        {
            Report(root, "name", "CardFieldMissing");
        }

        return new ModelCard(name, about, developer, origin, baseModel, trainedOn, license, languages, limits);
    }

    private string? Word(YamlNode node, string field)
    {
        if (node is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text))
        {
            return text.Trim();
        }

        Report(node, field, "CardNotText");
        return null;
    }

    private CardText? Both(YamlNode node, string field)
    {
        if (node is YamlMappingNode { Children.Count: 2 } mapping && mapping.Children.TryGetValue("en", out var en) && mapping.Children.TryGetValue("zh", out var zh))
        {
            return Word(en, field + ".en") is { } english && Word(zh, field + ".zh") is { } chinese ? new CardText(english, chinese) : null;
        }

        Report(node, field, "CardNotBoth");
        return null;
    }

    private IEnumerable<(YamlNode Node, string Field)> Items(YamlNode node, string field)
    {
        if (node is YamlSequenceNode sequence)
        {
            return sequence.Children.Select((child, index) => (child, $"{field}[{index}]"));
        }

        Report(node, field, "CardNotList");
        return [];
    }

    private void Report(YamlNode node, string field, string key) =>
        _problems.Add(new InputProblem(new Phrase($"Models.{key}"), _file, (int)Math.Max(1, node.Start.Line), field));
}
