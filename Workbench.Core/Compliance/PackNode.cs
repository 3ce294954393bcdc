using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;
using YamlDotNet.RepresentationModel;

namespace Workbench.Core.Compliance;

/// <summary>One mapping of a pack file: gives its fields typed, and notes what is wrong with each by line and full name.</summary>
internal sealed class PackNode(YamlNode node, string path, string file, List<InputProblem> problems)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Line a problem with the mapping as a whole points to.</summary>
    public int Line => Lines.Of(node);

    public string Path => path;

    public bool Has(string name) => Find(name) is not null;

    public string? Text(string name, bool required = true)
    {
        switch (Find(name))
        {
            case null:
                if (required)
                {
                    Report(Line, name, "Missing");
                }

                return null;
            case YamlScalarNode { Value: { } value } when value.Trim().Length > 0:
                return value.Trim();
            case { } other:
                Report(Lines.Of(other), name, "NotText");
                return null;
        }
    }

    public double? Number(string name, double low, double high)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high)
        {
            return value;
        }

        Report(Lines.Of(Find(name)!), name, "NumberOutside", text, low.ToString(CultureInfo.InvariantCulture), high.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    public int? Whole(string name, int least, int? otherwise = null)
    {
        if (Text(name, otherwise is null) is not { } text)
        {
            return Has(name) ? null : otherwise;
        }

        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least)
        {
            return value;
        }

        Report(Lines.Of(Find(name)!), name, "WholeBelow", text, least.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    public bool? YesNo(string name, bool required)
    {
        var value = OneOf(name, required, ("yes", true), ("no", false), ("true", true), ("false", false));
        return value.Found ? value.Value : null;
    }

    public (bool Found, T Value) OneOf<T>(string name, bool required, params ReadOnlySpan<(string Word, T Value)> words)
    {
        if (Text(name, required) is not { } text)
        {
            return default;
        }

        foreach (var (word, value) in words)
        {
            if (word == text)
            {
                return (true, value);
            }
        }

        var allowed = new List<string>();
        foreach (var (word, _) in words)
        {
            allowed.Add(word);
        }

        Report(Lines.Of(Find(name)!), name, "NotOneOf", text, string.Join(", ", allowed));
        return default;
    }

    /// <summary>Both languages of a text; a missing one is a problem of its own.</summary>
    public Wording? Wording(string name, bool required = true)
    {
        if (Child(name, required) is not { } both)
        {
            return null;
        }

        var (en, zh) = (both.Text("en"), both.Text("zh"));
        both.RefuseOthers();
        return en is null || zh is null ? null : new Wording(en, zh);
    }

    /// <summary>A text that is the same in both languages, or one in each.</summary>
    public Wording? TextOrWording(string name) => Find(name) is YamlMappingNode ? Wording(name) : Text(name) is { } text ? new Wording(text, text) : null;

    public PackNode? Child(string name, bool required)
    {
        switch (Find(name))
        {
            case null:
                if (required)
                {
                    Report(Line, name, "Missing");
                }

                return null;
            case YamlMappingNode mapping:
                return new PackNode(mapping, Join(name), file, problems);
            case { } other:
                Report(Lines.Of(other), name, "NotMapping");
                return null;
        }
    }

    public ImmutableArray<PackNode> Children(string name)
    {
        if (Find(name) is not YamlSequenceNode { Children.Count: > 0 } sequence)
        {
            Report(Find(name) is { } found ? Lines.Of(found) : Line, name, "NotList");
            return [];
        }

        var children = ImmutableArray.CreateBuilder<PackNode>();
        foreach (var (index, child) in sequence.Index())
        {
            if (child is YamlMappingNode)
            {
                children.Add(new PackNode(child, $"{Join(name)}[{index}]", file, problems));
            }
            else
            {
                Report(Lines.Of(child), $"{name}[{index}]", "NotMapping");
            }
        }

        return children.ToImmutable();
    }

    public ImmutableArray<string> Words(string name)
    {
        switch (Find(name))
        {
            case null:
                return [];
            case YamlSequenceNode sequence when sequence.All(child => child is YamlScalarNode { Value.Length: > 0 }):
                return [.. sequence.Select(child => ((YamlScalarNode)child).Value!)];
            case { } other:
                Report(Lines.Of(other), name, "NotWords");
                return [];
        }
    }

    /// <summary>Call after all fields were read: every other one is a problem, so that a misspelt field is never silently without effect.</summary>
    public void RefuseOthers()
    {
        foreach (var (key, _) in ((YamlMappingNode)node).Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "?";
            if (!_read.Contains(name))
            {
                Report(Lines.Of(key), name, "UnknownField", string.Join(", ", _read.Order(StringComparer.Ordinal)));
            }
        }
    }

    public void Report(string name, string problem, params string[] arguments) =>
        Report(Find(name) is { } found ? Lines.Of(found) : Line, name, problem, arguments);

    private void Report(int line, string name, string problem, params string[] arguments) =>
        problems.Add(new InputProblem(new Phrase($"Compliance.{problem}", arguments), file, line, Join(name)));

    private string Join(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private YamlNode? Find(string name)
    {
        _read.Add(name);
        return ((YamlMappingNode)node).Children.TryGetValue(new YamlScalarNode(name), out var found) ? found : null;
    }

    private static class Lines
    {
        public static int Of(YamlNode node) => (int)Math.Max(1, node.Start.Line);
    }
}
