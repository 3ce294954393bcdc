using System.Diagnostics;
using System.Text;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;

namespace Workbench.Tests.Engine;

public sealed class GrammarTests
{
    [Theory]
    [InlineData("", "GrammarNoRoot", null)]
    [InlineData("start ::= \"a\"", "GrammarNoRoot", null)]
    [InlineData("root ::= \"a\"\nx ::= y", "GrammarNoRule", 2)]
    [InlineData("root ::= root \"a\" | \"a\"", "GrammarLeftRecursion", 1)]
    [InlineData("root ::= a\na ::= b? c\nb ::= \"x\"\nc ::= a | \"c\"", "GrammarLeftRecursion", 2)]
    [InlineData("root ::= ( \"a\"? )*", "GrammarLeftRecursion", 1)]
    [InlineData("root ::= \"a\" root", "GrammarEndless", 1)]
    [InlineData("root ::= \"a\n", "GrammarUnclosed", 1)]
    [InlineData("root ::= [a", "GrammarUnclosed", 1)]
    [InlineData("root ::= ( \"a\"", "GrammarUnclosed", 1)]
    [InlineData("root ::= \"a\" )", "GrammarUnexpected", 1)]
    [InlineData("root = \"a\"", "GrammarDefinition", 1)]
    [InlineData("root ::= \"a\"\n\n🙂 ::= \"b\"", "GrammarName", 3)]
    [InlineData("root ::= \"\\q\"", "GrammarEscape", 1)]
    [InlineData("root ::= \"\\uD800\"", "GrammarEscape", 1)]
    [InlineData("root ::= [z-a]", "GrammarBounds", 1)]
    [InlineData("root ::= \"a\"{3,2}", "GrammarBounds", 1)]
    [InlineData("root ::= \"a\"{999999999}", "GrammarRepetitions", 1)]
    [InlineData("root ::= \"a\"{99999999999999999999}", "GrammarRepetitions", 1)]
    [InlineData("root ::= \"a\"\nroot ::= \"b\"", "GrammarTwice", 2)]
    [InlineData("root ::= <[5]>", "GrammarUnexpected", 1)]
    public void Parse_OfWhatIsNoGrammar_NamesItAndItsLine(string text, string key, int? line)
    {
        var failure = Assert.Throws<GrammarFailure>(() => GbnfParser.Parse(text));
        Assert.Equal(($"Inference.{key}", line), (failure.Reason.Key, failure.Line));
    }

    [Fact]
    public void Parse_OfWhatWouldTakeAll_EndsInAMessageSoon()
    {
        var watch = Stopwatch.StartNew();
        foreach (var text in (string[])[
            "root ::= " + new string('(', 200_000),
            "root ::= " + string.Concat(Enumerable.Repeat("(", 90)) + "\"a\"" + string.Concat(Enumerable.Repeat("){10000}", 90)),
            "root ::= " + string.Concat(Enumerable.Repeat("\"aaaaaaaa\"{10000} ", 20_000)),
            new string('x', GbnfParser.MostCharacters + 1),
        ])
        {
            Assert.Throws<GrammarFailure>(() => GbnfParser.Parse(text));
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), watch.Elapsed.ToString());
    }

    [Fact]
    public void Advance_OfAGrammarWithTooManyReadings_EndsInAMessage()
    {
        // After n letters the open rest is any of 2^n.
        var automaton = Bytes("root ::= \"a\" root x | \"a\" root y | \"a\"\nx ::= \"a\"\ny ::= \"a\" \"b\"?");
        Assert.Throws<GrammarFailure>(() =>
        {
            var state = automaton.Start;
            for (var i = 0; i < 60; i++)
            {
                state = automaton.Advance(state, "a"u8);
            }
        });
    }

    [Theory]
    [InlineData("root ::= [一-龥]+ \"。\" | \"🙂\"{2}", "你好。", "🙂🙂", "你好", "🙂", "a。")]
    [InlineData("root ::= [^a-c\\n]*", "", "xyz🙂", "a", "x\n", "xb")]
    [InlineData("root ::= x{2,3} # so many\nx ::= \"ab\" |\n  \"c\"", "abc", "ccc", "c", "cccc", "aab")]
    [InlineData("root ::= \"\\x41\\u4e2d\\U0001F642\" .?", "A中🙂", "A中🙂é", "A中", "B", "A中🙂éé")]
    [InlineData("root ::= | \"a\" ( \"b\" | )", "", "ab", "b", "abb", "ba")]
    public void Advance_TakesWhatTheGrammarSays(string grammar, string good, string alsoGood, string bad, string alsoBad, string worse)
    {
        var automaton = Bytes(grammar);
        Assert.All([good, alsoGood], text => Assert.True(automaton.IsWhole(automaton.Advance(automaton.Start, Encoding.UTF8.GetBytes(text))), text));
        Assert.All([bad, alsoBad, worse], text => Assert.False(automaton.IsWhole(automaton.Advance(automaton.Start, Encoding.UTF8.GetBytes(text))), text));
    }

    [Fact]
    public void Tidy_InTheMiddleOfAnAnswer_ChangesNothing()
    {
        var tokens = ByteTokens();
        var automaton = new GrammarAutomaton(GbnfParser.Parse(JsonGrammar.AnyObject), tokens);
        var grammar = new Grammar(automaton, tokens);
        var text = new StringBuilder("{\"a\":[");
        foreach (var value in Encoding.UTF8.GetBytes(text.ToString()))
        {
            Assert.True(grammar.Allows(value));
            grammar.Accept(value);
        }

        // Ever deeper lists: states that were never seen before.
        for (var i = 0; i < 120_000; i++)
        {
            grammar.Accept('[');
            Assert.True(i % 1000 != 0 || grammar.Allows('['));
        }

        Assert.True(automaton.Era > 0, "was never tidied");
        Assert.False(grammar.Allows('}'));
        Assert.True(grammar.Allows(']'));
    }

    internal static TokenTexts ByteTokens() => new(257, token => token < 256 ? [(byte)token] : [], [256]);

    private static GrammarAutomaton Bytes(string grammar) => new(GbnfParser.Parse(grammar), ByteTokens());
}

/// <summary>Which tokens a grammar lets follow, against the native library's.</summary>
[Trait("Category", "Engine")]
[Collection(nameof(EngineInThisProcess))]
public sealed class GrammarReferenceTests
{
    [Theory]
    [InlineData("root ::= \"Once\" \" \"? [a-z]+ ( \",\" | \".\" )")]
    [InlineData("root ::= [^aeiou]{3,9} \"!\" | \"yes\" | \"no\"")]
    [InlineData("root ::= ( \"你好\" | \"🙂\" | [a-zà-ÿ ] )+")]
    [InlineData("root ::= e\ne ::= t ( [-+] t )*\nt ::= [0-9]+ | \"(\" e \")\"")]
    [InlineData("json")]
    public void Allowed_AlongRandomAnswers_IsTheReference(string text)
    {
        text = text == "json" ? JsonGrammar.AnyObject : text;
        using var engine = InferenceEngine.Load(new EngineSpec(TestHost.Stories, Context: 256, Device: "cpu"), _ => { });
        var native = new NativeSamplers(engine);
        var texts = new TokenTexts(engine.Vocabulary, []);
        var random = new Random(11);
        for (var round = 0; round < 10; round++)
        {
            var sampler = native.Grammar(text);
            var ours = new Grammar(new GrammarAutomaton(GbnfParser.Parse(text), texts), texts);
            for (var step = 0; step < 20; step++)
            {
                var candidates = Enumerable.Range(0, engine.Vocabulary.Count).Select(token => new TokenCandidate { Token = token }).ToArray();
                ours.Mask(candidates);
                var allowed = candidates.Where(candidate => candidate.Logit == 0).Select(candidate => candidate.Token).ToList();
                var expected = native.Apply(new float[engine.Vocabulary.Count], sampler).Left.Keys.ToList();

                // The native one also lets through control tokens whose name fits, and bytes that are in no UTF-8 text, and it never lets through the byte 0.
                Assert.Equal(expected.Where(IsCompared), allowed.Where(IsCompared));
                allowed = [.. allowed.Where(IsCompared)];
                Assert.All(allowed.Take(5), token => Assert.True(ours.Allows(token)));
                var next = allowed[random.Next(allowed.Count)];
                if (engine.Vocabulary.IsEnd(next))
                {
                    break;
                }

                ours.Accept(next);
                native.Accept(sampler, next);
            }

            native.Free(sampler);
        }

        bool IsCompared(int token) => engine.Vocabulary.IsEnd(token) || engine.Vocabulary.Piece(token) is { Length: > 0 } piece && !(piece.Length == 1 && piece[0] is 0 or >= 0x80);
    }

    [Fact]
    public async Task Generate_UnderASchema_GivesAValidAnswerAndABadGrammarAMessage()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var engine = InferenceEngine.Load(new EngineSpec(TestHost.Stories, Context: 512, Device: "cpu"), _ => { });
        var prompt = PromptTokens.OfText(engine.Vocabulary, "Once");
        using var schema = System.Text.Json.JsonDocument.Parse("""{"type":"object","properties":{"名":{"type":"string","maxLength":12},"n":{"type":"integer","minimum":3,"maximum":77}},"required":["名","n"]}""");
        var spec = new GenerationSpec(300, new SamplingSpec(Temperature: 1.5, Seed: 3, Grammar: JsonGrammar.FromSchema(schema.RootElement)), [], TopLogprobs: 0);
        foreach (var job in engine.Generate(prompt, spec, 4, false, limit.Token))
        {
            var pieces = await job.Pieces.ReadAllAsync(limit.Token).ToListAsync(limit.Token);
            using var answer = System.Text.Json.JsonDocument.Parse(string.Concat(pieces.Select(piece => piece.Text)));
            Assert.InRange(answer.RootElement.GetProperty("n").GetInt32(), 3, 77);
            Assert.All(pieces.SelectMany(piece => piece.Tokens), token => Assert.True(token.Sampled >= token.Logprob - 20 && token.Sampled <= 0));
        }

        var problem = Assert.Throws<InputException>(() => engine.Generate(prompt, spec with { Sampling = new SamplingSpec(Grammar: "root ::= (") }, 1, false, limit.Token)).Problems[0];
        Assert.Equal(("grammar", 1), (problem.Field, problem.Line));
    }
}
