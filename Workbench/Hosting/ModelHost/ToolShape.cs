using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;

namespace Workbench.Hosting.ModelHost;

/// <summary>How a model writes tool calls, by what its chat template shows of it.</summary>
internal enum ToolShape
{
    /// <summary><c>&lt;tool_call&gt;{"name": …, "arguments": …}&lt;/tool_call&gt;</c>: Hermes, Qwen.</summary>
    Tagged,

    /// <summary><c>[TOOL_CALLS][{"name": …, "arguments": …}]</c>: Mistral.</summary>
    Listed,

    /// <summary>The whole answer is <c>{"name": …, "parameters": …}</c>: Llama.</summary>
    Bare,
}

/// <summary>The grammar of an answer that must be a tool call.</summary>
internal static class ToolGrammar
{
    /// <summary>Tokens that open and close tool calls. Some vocabularies hold them as control tokens, which give no text otherwise.</summary>
    public static readonly ImmutableArray<string> Marks = ["<tool_call>", "</tool_call>", "[TOOL_CALLS]", "[ARGS]", "[CALL_ID]", "<|python_tag|>"];

    public static ToolShape ShapeOf(string template) =>
        template.Contains("[TOOL_CALLS]", StringComparison.Ordinal) ? ToolShape.Listed
        : template.Contains("<tool_call>", StringComparison.Ordinal) ? ToolShape.Tagged
        : ToolShape.Bare;

    /// <exception cref="InputException">The parameters of a tool use a keyword that can't be followed; it is named.</exception>
    public static string Of(ToolShape shape, ToolFields tools)
    {
        var arguments = shape == ToolShape.Bare ? "parameters" : "arguments";
        var calls = new JsonArray([.. tools.Forced.Select(tool => new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["name"] = new JsonObject { ["const"] = tool.Name },
                [arguments] = tool.Parameters is { } schema ? JsonNode.Parse(schema.GetRawText()) : new JsonObject { ["type"] = "object" },
            },
            ["required"] = new JsonArray("name", arguments),
            ["additionalProperties"] = false,
        })]);
        var rules = Translate(new JsonObject { ["anyOf"] = calls });
        var more = tools.Parallel;
        return shape switch
        {
            ToolShape.Tagged => $"""root ::= "<tool_call>\n" toolcall "\n</tool_call>"{(more ? """ ( "\n<tool_call>\n" toolcall "\n</tool_call>" )*""" : "")}""",
            ToolShape.Listed => $"""root ::= "[TOOL_CALLS][" toolcall{(more ? """ ( ", " toolcall )*""" : "")} "]" """,
            _ => "root ::= toolcall",
        } + $"\n{rules}";
    }

    private static string Translate(JsonObject schema)
    {
        const string Root = "root ::= ";
        try
        {
            var grammar = JsonGrammar.FromSchema(JsonSerializer.SerializeToElement(schema));
            return grammar.StartsWith(Root, StringComparison.Ordinal) ? "toolcall ::= " + grammar[Root.Length..] : throw new InvalidOperationException("A grammar begins with its root.");
        }
        catch (InputException exception)
        {
            throw new InputException([.. exception.Problems.Select(problem => problem with { Field = $"tools: {problem.Field?.Replace("response_format.schema.", "", StringComparison.Ordinal)}" })]);
        }
    }
}
