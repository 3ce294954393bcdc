using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Core.Inference.Engine;

/// <summary>Rules for a schema of texts: length, a format or a pattern.</summary>
internal sealed class SchemaText(JsonGrammarRules rules, JsonObject schema, string path)
{
    private const string Date = "[1-2] [0-9]{3} \"-\" ( ( \"0\" [13578] | \"1\" [02] ) \"-\" ( \"0\" [1-9] | [12] [0-9] | \"3\" [01] ) | ( \"0\" [469] | \"11\" ) \"-\" ( \"0\" [1-9] | [12] [0-9] | \"30\" ) | \"02-\" ( \"0\" [1-9] | \"1\" [0-9] | \"2\" [0-8] ) )";
    private const string Time = "( [01] [0-9] | \"2\" [0-3] ) \":\" [0-5] [0-9] \":\" [0-5] [0-9] ( \".\" [0-9]{1,6} )? ( \"Z\" | [-+] ( [01] [0-9] | \"2\" [0-3] ) \":\" [0-5] [0-9] )";
    private const string Byte = "( \"25\" [0-5] | \"2\" [0-4] [0-9] | \"1\" [0-9]{2} | [1-9] [0-9] | [0-9] )";
    private const string Label = "[a-z0-9] ( [a-z0-9-]{0,20} [a-z0-9] )?";

    /// <summary>RFC 3339, RFC 4122 and the like; dates leave out 29 February.</summary>
    private static readonly FrozenDictionary<string, string> Formats = new Dictionary<string, string>
    {
        ["date"] = Date,
        ["time"] = Time,
        ["date-time"] = $"{Date} \"T\" {Time}",
        ["uuid"] = "hex{8} \"-\" hex{4} \"-\" hex{4} \"-\" hex{4} \"-\" hex{12}",
        ["ipv4"] = $"{Byte} \".\" {Byte} \".\" {Byte} \".\" {Byte}",
        ["hostname"] = $"{Label} ( \".\" {Label} ){{0,3}}",
        ["email"] = $"[a-zA-Z0-9_]{{1,20}} ( [.+-] [a-zA-Z0-9_]{{1,20}} ){{0,2}} \"@\" {Label} ( \".\" {Label} ){{0,2}} \".\" [a-z]{{2,8}}",
        ["uri"] = $"\"http\" \"s\"? \"://\" {Label} ( \".\" {Label} ){{1,3}} ( \"/\" [a-zA-Z0-9._-]{{0,40}} ){{0,6}}",
    }.ToFrozenDictionary();

    public string Rule()
    {
        var hasLeast = SchemaKeywords.TryWhole(schema, "minLength", path, rules, out var least);
        var hasMost = SchemaKeywords.TryWhole(schema, "maxLength", path, rules, out var most);
        if (hasLeast && hasMost && least > most)
        {
            return rules.Problem("SchemaImpossible", $"{path}.minLength");
        }

        var body = Body();
        if (body is null)
        {
            return hasLeast || hasMost ? rules.Named($"\"\\\"\" char{{{least},{(hasMost ? JsonGrammarRules.Number(most) : "")}}} \"\\\"\"") : "string";
        }

        foreach (var keyword in ((string[])["minLength", "maxLength"]).Where(schema.ContainsKey))
        {
            rules.Problem("SchemaBeside", $"{path}.{keyword}", keyword, schema.ContainsKey("pattern") ? "pattern" : "format");
        }

        return rules.Named($"\"\\\"\" {body} \"\\\"\"");
    }

    private string? Body()
    {
        var format = schema["format"]?.ToString();
        if (schema["pattern"] is { } pattern)
        {
            if (format is not null)
            {
                rules.Problem("SchemaBeside", $"{path}.format", "format", "pattern");
            }

            if (pattern.GetValueKind() != JsonValueKind.String)
            {
                return rules.Invalid(pattern, $"{path}.pattern");
            }

            try
            {
                return PatternGrammar.Of(pattern.ToString());
            }
            catch (GrammarFailure failure)
            {
                return rules.Problem("SchemaPattern", $"{path}.pattern", failure.Reason.Arguments[0]);
            }
        }

        return format is null ? null : Formats.GetValueOrDefault(format) is { } known ? $"( {known} )" : rules.Problem("SchemaFormat", $"{path}.format", format, string.Join(", ", Formats.Keys.Order(StringComparer.Ordinal)));
    }
}
