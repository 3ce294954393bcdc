using System.Text;
using System.Text.Json;
using Json.Schema;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;

namespace Workbench.Tests.Engine;

public sealed class JsonGrammarTests
{
    public static TheoryData<string> Schemas =>
    [
        """{"type":"object","required":["b"],"properties":{"a":{"type":"string"},"b":{"type":"integer"},"c":{"enum":["x",1,null,{"q":[1]}]}}}""",
        """{"type":["string","null","integer"],"maxLength":5,"minimum":0}""",
        """{"type":"array","items":{"type":"boolean"},"minItems":2,"maxItems":4}""",
        """{"type":"array","prefixItems":[{"const":"a"},{"type":"integer"}],"items":{"type":"null"},"minItems":1,"maxItems":4}""",
        """{"type":"array","prefixItems":[{"const":"a"},{"const":"b"}],"items":false}""",
        """{"type":"string","minLength":3,"maxLength":7}""",
        """{"type":"string","pattern":"^[A-Z]{2}-\\d{3,4}(x|y\\.z)?$"}""",
        """{"type":"string","pattern":"^[^a-z\\s]{1,5}$"}""",
        """{"type":"string","format":"date"}""",
        """{"type":"string","format":"time"}""",
        """{"type":"string","format":"date-time"}""",
        """{"type":"string","format":"uuid"}""",
        """{"type":"string","format":"ipv4"}""",
        """{"type":"string","format":"email"}""",
        """{"type":"integer","minimum":-13,"maximum":1207}""",
        """{"type":"integer","minimum":98}""",
        """{"type":"integer","maximum":-5}""",
        """{"type":"integer","exclusiveMinimum":0,"exclusiveMaximum":10}""",
        """{"type":"number","minimum":0,"maximum":1}""",
        """{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}""",
        """{"type":"number","minimum":-2.75,"maximum":13.5}""",
        """{"type":"number","minimum":-0.5,"maximum":0.25}""",
        """{"type":"number","exclusiveMaximum":-1.5}""",
        """{"anyOf":[{"type":"string","maxLength":3},{"type":"object","properties":{"k":{"const":1}},"required":["k"]}]}""",
        """{"type":"object","properties":{"n":{"type":"integer","minimum":1,"maximum":9}},"required":["n"],"anyOf":[{"properties":{"k":{"const":"a"}},"required":["k"]},{"properties":{"m":{"type":"null"}}}]}""",
        """{"oneOf":[{"properties":{"kind":{"const":"a"},"x":{"type":"integer","minimum":0,"maximum":9}},"required":["kind","x"]},{"properties":{"kind":{"enum":["b","c"]}},"required":["kind"]}],"type":"object"}""",
        """{"allOf":[{"type":"object","properties":{"a":{"type":"integer","minimum":3}},"required":["a"]},{"$ref":"#/$defs/more"}],"$defs":{"more":{"properties":{"a":{"maximum":50},"b":{"type":"boolean"}},"required":["b"]}}}""",
        """{"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","properties":{"v":{"type":"integer","minimum":0,"maximum":9},"l":{"anyOf":[{"$ref":"#/$defs/tree"},{"type":"null"}]}},"required":["v"]}}}""",
        """{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["next"]}""",
        """{"type":"object","additionalProperties":{"type":"integer","minimum":1,"maximum":3},"maxProperties":3}""",
        """{"type":"object","properties":{"ab":{"const":1},"ac":{"const":2},"你":{"const":3}},"required":["ac"],"additionalProperties":{"type":"boolean"}}""",
        """{"type":"object","required":["z"],"properties":{"a":{"const":1}}}""",
        """{"properties":{"q\"uo\\te\n":{"const":"li\"ne\n\\"}},"required":["q\"uo\\te\n"]}""",
        """{"enum":["中","🙂","\u2028"]}""",
        """{"type":"object","properties":{},"additionalProperties":false}""",
        """{"type":"string","const":"x","title":"t","description":"d"}""",
        """{"type":"object","propertyNames":{"pattern":"^[a-z]{1,3}$"},"additionalProperties":{"type":"null"}}""",
        """{}""",
    ];

    /// <summary>Random answers by the grammar are JSON and valid by the schema, as another implementation sees it.</summary>
    [Theory, MemberData(nameof(Schemas))]
    public void FromSchema_EveryAnswerOfTheGrammar_IsValid(string schema)
    {
        var tokens = GrammarTests.ByteTokens();
        var automaton = new GrammarAutomaton(GbnfParser.Parse(Of(schema)), tokens);
        var judge = JsonSchema.FromText(schema);
        var options = new EvaluationOptions { RequireFormatValidation = true };
        var random = new Random(17);
        var finished = 0;
        var different = new HashSet<string>();
        for (var round = 0; round < 150; round++)
        {
            if (Answer(automaton, random) is { } text)
            {
                finished++;
                different.Add(text);
                using var answer = JsonDocument.Parse(text);
                Assert.True(judge.Evaluate(answer.RootElement, options).IsValid, text);
            }
        }

        Assert.True(finished >= 60, $"{finished} came to an end");
        Assert.True(different.Count > 1 || schema.Contains("const", StringComparison.Ordinal) || schema.Contains("false", StringComparison.Ordinal), different.FirstOrDefault());
    }

    [Theory]
    [InlineData("""{"type":"integer","minimum":-13,"maximum":1207}""", "-13 -1 0 7 99 100 1200 1207", "-14 1208 -0 01 5.0 2000")]
    [InlineData("""{"type":"number","minimum":-2.75,"maximum":13.5}""", "-2.75 -2.7 -1.999 0 0.5 13 13.4999 13.5", "-2.76 -3 13.51 13.6 14 20")]
    [InlineData("""{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}""", "0.5 0.001 0.9", "0 0.0 1 1.0 -0.5")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2024-02-28\" \"1999-12-31\" \"2024-04-30\"", "\"2024-02-30\" \"2024-04-31\" \"2024-13-01\" \"24-01-01\"")]
    [InlineData("""{"type":"string","pattern":"^[A-Z]{2}-\\d+$"}""", "\"AB-1\" \"ZZ-999\"", "\"A-1\" \"AB-\" \"xAB-1\"")]
    [InlineData("""{"type":"string","pattern":"a\\\\b\"c"}""", """ "a\\b\"c" "xa\\b\"c\n" """, """ "a\b\"c" "ab" """)]
    [InlineData("""{"type":"string","pattern":"^一|[二三]$"}""", "\"一x\" \"x二\" \"三\"", "\"x一\" \"二x\" \"\"")]
    [InlineData("""{"type":"object","properties":{"ab":{"const":1}},"additionalProperties":true}""", """{} {"ab":1} {"a":2} {"abc":3} {"ab":1,"x":[]}""", """{"ab":2} {"a":1,"ab":1}""")]
    public void FromSchema_AnswersAtTheBorder_AreTakenOrNot(string schema, string good, string bad)
    {
        var automaton = new GrammarAutomaton(GbnfParser.Parse(Of(schema)), GrammarTests.ByteTokens());
        Assert.All(good.Split(' ', StringSplitOptions.RemoveEmptyEntries), text => Assert.True(automaton.IsWhole(automaton.Advance(automaton.Start, Encoding.UTF8.GetBytes(text))), text));
        Assert.All(bad.Split(' ', StringSplitOptions.RemoveEmptyEntries), text => Assert.False(automaton.IsWhole(automaton.Advance(automaton.Start, Encoding.UTF8.GetBytes(text))), text));
    }

    [Fact]
    public void FromSchema_UnknownKeywords_AreAllNamedWithTheirPlace()
    {
        var problems = Assert.Throws<InputException>(() => Of("""
            {"type":"object","properties":{"a":{"type":"string","pattern":"(?=x)"},"b":{"$ref":"#/x"},"c":{"type":"number","multipleOf":0.1},"d":{"not":{}},
            "e":{"type":"array","uniqueItems":true},"f":{"type":"string","format":"ipv7"},"g":{"$ref":"http://else.where/x"}},"patternProperties":{"x":{}}}
            """)).Problems;
        Assert.Equal(
            ["a.pattern", "b.$ref", "c.multipleOf", "d.not", "e.uniqueItems", "f.format", "g.$ref"],
            problems.Select(problem => problem.Field!).Where(field => field.Contains("properties.", StringComparison.Ordinal)).Select(field => field["response_format.schema.properties.".Length..]).Order(StringComparer.Ordinal));
        Assert.Contains("response_format.schema.patternProperties", problems.Select(problem => problem.Field));
        Assert.Contains("(?=x", problems.Single(problem => problem.Field!.EndsWith("pattern", StringComparison.Ordinal)).Message.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""", "SchemaEndless")]
    [InlineData("""{"anyOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"$ref":"#/$defs/a"}}}""", "SchemaEndless")]
    [InlineData("""{"type":"object","required":["zz"],"properties":{"a":{"type":"string"}},"additionalProperties":false}""", "SchemaImpossible")]
    [InlineData("""{"type":"integer","minimum":3,"maximum":2}""", "SchemaImpossible")]
    [InlineData("""{"type":"integer","enum":["a"]}""", "SchemaImpossible")]
    [InlineData("""{"allOf":[{"type":"string"},{"type":"integer"}]}""", "SchemaConflict")]
    [InlineData("""{"allOf":[{"$ref":"#"}]}""", "SchemaTooDeep")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number","minimum":5}]}""", "SchemaOneOf")]
    [InlineData("""{"type":"strin"}""", "SchemaInvalid")]
    [InlineData("""{"type":"array","minItems":-1}""", "SchemaInvalid")]
    [InlineData("""{"type":"object","properties":{"a":1}}""", "SchemaInvalid")]
    [InlineData("""{"type":"object","properties":{"a":{},"a":{}}}""", "SchemaNotJson")]
    [InlineData("""[]""", "SchemaInvalid")]
    public void FromSchema_WhatNoGrammarCanBe_IsAMessage(string schema, string key) =>
        Assert.Contains($"Inference.{key}", Assert.Throws<InputException>(() => Of(schema)).Problems.Select(problem => problem.Message.Key));

    // White space and long texts are drawn seldom, so that answers end.
    private static string? Answer(GrammarAutomaton automaton, Random random)
    {
        var bytes = new List<byte>();
        var state = automaton.Start;
        while (bytes.Count < 3000)
        {
            var mask = automaton.Allowed(state);
            var allowed = Enumerable.Range(0, 257).Where(token => (mask[token >> 6] >> (token & 63) & 1) != 0).ToList();
            var ends = allowed.Where(token => token is 256 or '"' or ']' or '}' or ',').ToList();
            var next = ends.Count > 0 && random.Next(4) == 0 ? ends[random.Next(ends.Count)] : allowed[random.Next(allowed.Count)];
            if (next == 256)
            {
                return Encoding.UTF8.GetString([.. bytes]);
            }

            bytes.Add((byte)next);
            state = automaton.Advance(state, [(byte)next]);
        }

        return null;
    }

    private static string Of(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return JsonGrammar.FromSchema(document.RootElement);
    }
}
