using System.Text.Json;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;

namespace Workbench.Tests.Engine;

public sealed class JsonGrammarTests
{
    [Fact]
    public void FromSchema_OptionalProperties_MakeOneRuleForEach()
    {
        var grammar = Of("""{"type":"object","required":["b"],"properties":{"a":{"type":"string"},"b":{"type":"integer"},"c":{"enum":["x",1,null]}}}""");
        Assert.StartsWith("root ::= ", grammar, StringComparison.Ordinal);
        Assert.Contains("\"\\\"a\\\"\" \":\" ws string", grammar, StringComparison.Ordinal);
        Assert.Contains("\"\\\"x\\\"\" | \"1\" | \"null\"", grammar, StringComparison.Ordinal);
    }

    [Fact]
    public void FromSchema_UnknownKeywords_AreAllNamedWithTheirPlace()
    {
        var problems = Assert.Throws<InputException>(() => Of("""{"type":"object","properties":{"a":{"type":"string","pattern":"x"},"b":{"$ref":"#/x"}},"minProperties":1}""")).Problems;
        Assert.Equal(["response_format.schema.minProperties", "response_format.schema.properties.a.pattern", "response_format.schema.properties.b.$ref"], problems.Select(problem => problem.Field!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void FromSchema_RequiredWithoutProperty_IsRefused() =>
        Assert.Throws<InputException>(() => Of("""{"type":"object","required":["zz"],"properties":{"a":{"type":"string"}}}"""));

    private static string Of(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return JsonGrammar.FromSchema(document.RootElement);
    }
}
