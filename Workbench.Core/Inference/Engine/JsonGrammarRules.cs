using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>The rules of a grammar being made of a schema, and what in the schema could not be written as one.</summary>
internal sealed class JsonGrammarRules
{
    private const int MostProblems = 20;

    private const string Shared = """
        ws ::= ( " " | "\n" " "{0,12} )?
        hex ::= [0-9a-fA-F]
        char ::= [^"\\\x7F\x00-\x1F] | "\\" ( ["\\bfnrt/] | "u" ( [0-9abcefABCEF] hex hex hex | [dD] [0-7] hex hex ) )
        string ::= "\"" char* "\""
        integer ::= "-"? ( "0" | [1-9] [0-9]{0,15} )
        number ::= integer ( "." [0-9]{1,15} )? ( [eE] [-+]? [0-9]{1,2} )?
        boolean ::= "true" | "false"
        null ::= "null"
        value ::= object | array | string | number | boolean | null
        object ::= "{" ws ( string ":" ws value ( "," ws string ":" ws value )* )? ws "}"
        array ::= "[" ws ( value ( "," ws value )* )? ws "]"
        """;

    /// <summary>JSON text as models write it: Chinese as it is, not escaped.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _rules = new();
    private readonly List<InputProblem> _problems = [];
    private int _count;

    public static string Whole(string root, string rules) => $"root ::= {root}\n{rules}{Shared.ReplaceLineEndings("\n")}\n";

    /// <summary>A value as it stands in the answer.</summary>
    public static string Literal(JsonNode? value) => Quoted(value is null ? "null" : value.ToJsonString(Plain));

    public static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}\"";

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="InputException">Problems, all of them.</exception>
    public string Finish(string root) => _problems.Count > 0 ? throw new InputException([.. _problems]) : Whole(root, _rules.ToString());

    public string Declare() => $"r{_count++}";

    public void Define(string name, string body)
    {
        if (_rules.Length > GbnfParser.MostCharacters)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.GrammarTooLarge"), Field: "response_format.schema"));
        }

        _rules.Append(name).Append(" ::= ").Append(body).Append('\n');
    }

    public string Named(string body)
    {
        var name = Declare();
        Define(name, body);
        return name;
    }

    /// <returns>A rule to go on with, so that all problems are found.</returns>
    public string Problem(string key, string path, params string[] arguments)
    {
        var problem = new InputProblem(new Phrase($"Inference.{key}", arguments), Field: $"response_format.{path}");
        if (_problems.Count < MostProblems && !_problems.Any(known => known.Field == problem.Field && known.Message.Key == problem.Message.Key))
        {
            _problems.Add(problem);
        }

        return "value";
    }

    public string Invalid(JsonNode? found, string path) => Problem("SchemaInvalid", path, found is null ? "null" : found.ToJsonString(Plain) is { Length: > 60 } text ? text[..60] : found.ToJsonString(Plain));
}
