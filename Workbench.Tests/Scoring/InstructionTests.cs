using System.Text.Json;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Scoring;

public sealed class InstructionTests
{
    [Theory]
    [InlineData("include", "cat | dog", "A Cat and a dog", "A cat")]
    [InlineData("include", "长城", "我去了长城", "我去了故宫")]
    [InlineData("exclude", "bad", "badly done", "a bad day")]
    [InlineData("exclude", "便宜", "价格合理", "很便宜")]
    [InlineData("words-least", "3", "one two three", "one two")]
    [InlineData("words-most", "4", "一二三四", "一二三四五")]
    [InlineData("sentences-least", "2", "One. Two.", "One.")]
    [InlineData("sentences-most", "2", "一句。两句。", "一句。两句。三句。")]
    [InlineData("paragraphs", "2", "a\n\nb", "a\nb")]
    [InlineData("placeholders-least", "2", "[name] and [address]", "[name]")]
    [InlineData("placeholders-least", "1", "【姓名】您好", "您好")]
    [InlineData("postscript", "P.S.", "Hello\nP. S. bye", "Hello. P.S. not on a line")]
    [InlineData("postscript", "附言", "正文\n附言：再见", "正文")]
    [InlineData("bullets", "2", "* a\n- b", "* a")]
    [InlineData("highlights-least", "2", "*a* and **b**", "*a* and b")]
    [InlineData("sections-least", "2", "Section 1\nx\nSECTION 2\ny", "Section 1\nx")]
    [InlineData("json", "true", "```json\n{\"a\":1}\n```", "{a:1}")]
    [InlineData("title", "true", "<<Poem>>\nx", "Poem\nx")]
    [InlineData("title", "true", "《静夜思》\n床前明月光", "静夜思")]
    [InlineData("responses", "2", "a\n******\nb", "a\n******\na")]
    [InlineData("repeat", "Say it", "say it. Done", "Done")]
    [InlineData("end", "What next?", "Text. What next?\n", "What next? Text")]
    [InlineData("quoted", "true", "\"all\"", "\"all\" not")]
    [InlineData("quoted", "true", "“全部”", "全部")]
    [InlineData("letter-case", "upper", "ALL 1", "All")]
    [InlineData("letter-case", "lower", "all 1", "All")]
    [InlineData("capitals-least", "2", "NASA and ESA", "NASA and esa")]
    [InlineData("capitals-most", "1", "NASA and esa", "NASA and ESA")]
    [InlineData("commas", "none", "a b", "a, b")]
    [InlineData("commas", "none", "甲和乙", "甲，乙")]
    [InlineData("one-of", "Yes. | No.", "My answer: No.", "Maybe.")]
    [InlineData("language", "zh-Hans", "全是中文", "all English")]
    [InlineData("language", "bn", "এটি বাংলা", "English")]
    public void Rule_KeptAndBroken_IsTold(string rule, string value, string kept, string broken)
    {
        Assert.Equal(Outcome.Correct, Judged.By("instruction", kept, Judged.Sample(), (rule, value)).Outcome);
        Assert.Equal(Outcome.Incorrect, Judged.By("instruction", broken, Judged.Sample(), (rule, value)).Outcome);
    }

    [Theory]
    [InlineData("keyword", "keyword-least", "2", "knot by Knot", "a knot")]
    [InlineData("letter", "letter-most", "1", "knot", "kk")]
    [InlineData("letter", "letter-least", "2", "kk", "k")]
    [InlineData("keyword", "keyword-most", "0", "none", "knot")]
    public void Rule_OfCounts_CountsTheWordOfItsNeighbour(string name, string rule, string value, string kept, string broken)
    {
        Assert.Equal(Outcome.Correct, Judged.By("instruction", kept, Judged.Sample(), (name, name == "keyword" ? "knot" : "k"), (rule, value)).Outcome);
        Assert.Equal(Outcome.Incorrect, Judged.By("instruction", broken, Judged.Sample(), (name, name == "keyword" ? "knot" : "k"), (rule, value)).Outcome);
    }

    [Fact]
    public void Paragraph_NthWord_IsTheFirstOne()
    {
        (string, string)[] settings = [("paragraphs", "3"), ("paragraphs-by", "divider"), ("paragraph-nth", "2"), ("paragraph-word", "president")];
        Assert.Equal(Outcome.Correct, Judged.By("instruction", "a\n***\n\"President, yes\n***\nb", Judged.Sample(), settings).Outcome);
        Assert.Equal(0.5, Judged.By("instruction", "a\n***\nThe president\n***\nb", Judged.Sample(), settings).Value);
    }

    [Fact]
    public void Answer_WithAPreamble_IsKeptLooselyOnly()
    {
        var score = Judged.By("instruction", "Sure, here it is:\nno marks at all", Judged.Sample(), ("commas", "none"), ("words-most", "20"));
        Assert.Equal((Outcome.Partial, 0.5, 0.5, 1.0, 1.0), (score.Outcome, score.Value, score.Values["strict"], score.Values["loose"], score.Values["all-loose"]));
        Assert.Equal(Outcome.NoAnswer, Judged.By("instruction", "", Judged.Sample(), ("commas", "none")).Outcome);
        Assert.Equal(Outcome.Unscored, Judged.By("instruction", "x", Judged.Sample()).Outcome);
    }

    [Fact]
    public void Rules_AgainstEndlessAnswers_StayFast()
    {
        var hostile = string.Concat(Enumerable.Repeat("*[<<\"Section ", 100_000));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Judged.By("instruction", hostile, Judged.Sample(), ("highlights-least", "3"), ("placeholders-least", "2"), ("title", "true"), ("sections-least", "2"), ("bullets", "2"), ("postscript", "P.S."));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "linear rules take far less even on a busy machine");
    }

    [Fact]
    public void IfEval_EveryInstruction_HasRulesThatASuiteMayUse()
    {
        var kinds = new HashSet<string>();
        foreach (var line in File.ReadLines(RepositoryPaths.SharedFile("data/ifeval/instruction_following_eval/data/input_data.jsonl")))
        {
            var item = JsonDocument.Parse(line).RootElement;
            foreach (var (id, arguments) in item.GetProperty("instruction_id_list").EnumerateArray().Zip(item.GetProperty("kwargs").EnumerateArray()))
            {
                kinds.Add(id.GetString()!);
                foreach (var (name, value) in Rules(id.GetString()!, arguments))
                {
                    Assert.True(ScorerSyntax.Known["instruction"].Settings.TryGetValue(name, out var syntax), name);
                    Assert.True(syntax.Problem(value) is null, $"{name}: {value}");
                }
            }
        }

        Assert.Equal(25, kinds.Count);
    }

    private static IEnumerable<(string, string)> Rules(string id, JsonElement given)
    {
        string Text(string name) => given.GetProperty(name).ToString();
        string Joined(string name) => string.Join(" | ", given.GetProperty(name).EnumerateArray());
        (string, string) Count(string rule, string relation, string number) => Text(relation) == "at least" ? ($"{rule}-least", Text(number)) : ($"{rule}-most", $"{given.GetProperty(number).GetInt32() - 1}");
        return id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..] switch
        {
            "capital_word_frequency" => [Count("capitals", "capital_relation", "capital_frequency")],
            "english_capital" => [("letter-case", "upper"), ("language", "en")],
            "english_lowercase" => [("letter-case", "lower"), ("language", "en")],
            "repeat_prompt" => [("repeat", Text("prompt_to_repeat"))],
            "two_responses" => [("responses", "2")],
            "number_placeholders" => [("placeholders-least", Text("num_placeholders"))],
            "postscript" => [("postscript", Text("postscript_marker"))],
            "constrained_response" => [("one-of", "My answer is yes. | My answer is no. | My answer is maybe.")],
            "json_format" => [("json", "true")],
            "multiple_sections" => [("section-word", Text("section_spliter")), ("sections-least", Text("num_sections"))],
            "number_bullet_lists" => [("bullets", Text("num_bullets"))],
            "number_highlighted_sections" => [("highlights-least", Text("num_highlights"))],
            "title" => [("title", "true")],
            "existence" => [("include", Joined("keywords"))],
            "forbidden_words" => [("exclude", Joined("forbidden_words"))],
            "frequency" => [("keyword", Text("keyword")), Count("keyword", "relation", "frequency")],
            "letter_frequency" => [("letter", Text("letter")), Count("letter", "let_relation", "let_frequency")],
            "response_language" => [("language", Text("language"))],
            "nth_paragraph_first_word" => [("paragraphs", Text("num_paragraphs")), ("paragraph-nth", Text("nth_paragraph")), ("paragraph-word", Text("first_word"))],
            "number_paragraphs" => [("paragraphs", Text("num_paragraphs")), ("paragraphs-by", "divider")],
            "number_sentences" => [Count("sentences", "relation", "num_sentences")],
            "number_words" => [Count("words", "relation", "num_words")],
            "no_comma" => [("commas", "none")],
            "end_checker" => [("end", Text("end_phrase"))],
            "quotation" => [("quoted", "true")],
            _ => throw new InvalidDataException(id),
        };
    }
}
