using System.Globalization;
using YamlDotNet.Core;

namespace Workbench.Core.Language;

/// <summary>What is wrong with text that should be YAML, as the argument of a sentence in either language. The line is told by the problem that holds the sentence.</summary>
public static class YamlWords
{
    // The parser tells kinds apart by its sentences alone; the first that holds one of these is meant.
    private static readonly (string Says, string Kind)[] Kinds =
    [
        ("Duplicate key", "YamlTwice"), ("expected ':'", "YamlColon"), (" tab ", "YamlTab"), ("cannot start any token", "YamlSign"), ("invalid mapping", "YamlSecondColon"),
        ("did not find expected key", "YamlKey"), ("expected '-' indicator", "YamlIndent"), ("wrong indentation", "YamlIndent"), ("spaces in", "YamlIndent"),
        ("',' or '}'", "YamlBrace"), ("',' or ']'", "YamlBracket"), ("unexpected end of stream", "YamlQuoteOpen"), ("Reached the end", "YamlEnds"),
        ("escape character", "YamlEscape"), ("hexadecimal", "YamlEscape"), ("Unicode", "YamlEscape"), ("anchor", "YamlAnchor"), ("Anchor", "YamlAnchor"), ("alias", "YamlAnchor"),
        ("node content", "YamlNoValue"), ("comment", "YamlComment"),
    ];

    public static string Of(YamlException wrong)
    {
        var kind = Kinds.FirstOrDefault(known => wrong.Message.Contains(known.Says, StringComparison.Ordinal)).Kind;
        var said = new Phrase(kind is null ? "Language.Cited" : $"Language.{kind}", wrong.Message);
        return Phrase.Both(new Phrase("Language.YamlAt", Math.Max(1, wrong.Start.Column).ToString(CultureInfo.InvariantCulture), Phrase.Both(said)));
    }
}
