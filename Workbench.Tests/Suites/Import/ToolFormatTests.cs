using Workbench.Core.Suites;
using Workbench.Core.Suites.Import;

namespace Workbench.Tests.Suites.Import;

public sealed class ToolFormatTests
{
    [Fact]
    public void Read_OpenAiEvals_MakesTurnsAndSystemOfTheChat()
    {
        using var file = new ForeignFile("e.jsonl", """
            {"input":[{"role":"system","content":"Be short."},{"role":"system","name":"example_user","content":"2?"},{"role":"system","name":"example_assistant","content":"two"},{"role":"user","content":"3?"}],"ideal":["three","3"]}
            {"input":"4?","ideal":"four"}
            """);

        var import = file.Read();

        Assert.Equal("openai-evals", import.Format);
        var first = import.Suite.Samples[0];
        Assert.Equal(("Be short.", "3?"), (first.System, first.Prompt));
        Assert.Equal(["user: 2?", "assistant: two"], first.Turns.Select(turn => $"{turn.Role}: {turn.Content}"));
        Assert.Equal(["three", "3"], first.Targets);
        Assert.Equal("4?", import.Suite.Samples[1].Prompt);
    }

    [Fact]
    public void Read_Inspect_TakesChoicesAndMetadataAndNotesFiles()
    {
        using var file = new ForeignFile("i.json", """
            [
              {"id": "x", "input": "Colour of the sky?", "choices": ["red", "blue"], "target": "B", "metadata": {"level": 2, "deep": {"a": 1}}},
              {"id": 7, "input": [{"role": "user", "content": [{"type": "text", "text": "Say hi"}, {"type": "image", "image": "x.png"}]}], "target": "hi", "files": {"a": "b"}}
            ]
            """);

        var import = file.Read();

        Assert.Equal("inspect", import.Format);
        Assert.Equal(1, import.Suite.Samples[0].TargetChoice);
        Assert.Equal("2", import.Suite.Samples[0].Metadata["level"]);
        Assert.Equal("{\"a\":1}", import.Suite.Samples[0].Metadata["deep"]);
        Assert.Equal([(3, "input[0].content"), (3, "files")], import.Notes.Select(note => (note.Line!.Value, note.Field!)).OrderByDescending(note => note.Item2));
        Assert.Equal("7", import.Suite.Samples[1].Id);
    }

    [Fact]
    public void Read_BrokenChat_NamesLineAndField()
    {
        using var file = new ForeignFile("e.jsonl", "{\"input\":[{\"role\":\"assistant\",\"content\":\"x\"}],\"ideal\":\"y\"}\n{\"input\":\"a\",\"ideal\":[]}\n{\"input\":[{\"role\":\"user\"}],\"ideal\":\"z\"}\n");

        Assert.Equal([(1, "input"), (2, "ideal"), (3, "input[0]")], file.Problems("openai-evals").Select(problem => (problem.Line!.Value, problem.Field!)));
    }

    [Fact]
    public void Read_HalluQaShape_TakesAllAnswers()
    {
        using var file = new ForeignFile("h.json", """[{"question_id": 9, "Question": "月亮是用什么做的？", "Best Answer1": "岩石", "Best Answer2": "主要是岩石", "Wrong_Answer1": "奶酪", "Wrong_Answer2": "冰", "Category": "Misleading", "Source": "课本"}]""");

        var import = file.Read();

        Assert.Equal("halluqa", import.Format);
        var sample = import.Suite.Samples.Single();
        Assert.Equal(("9", "zh-Hans", "CN"), (sample.Id, sample.Language, sample.Region));
        Assert.Equal(["岩石", "主要是岩石"], sample.Targets);
        Assert.Equal(["奶酪", "冰"], sample.Distractors);
    }

    [Fact]
    public void Read_Promptfoo_MapsAssertionsAndListsTheRest()
    {
        using var file = new ForeignFile("promptfooconfig.yaml", """
            description: my quiz
            providers: [openai:gpt]
            prompts:
              - 'Briefly: {{ question }}'
              - { raw: 'At length: {{question}}', label: long }
            defaultTest:
              assert: [{ type: latency, threshold: 5000 }]
            tests:
              - description: France
                vars: { question: 'Capital of {France}?', wanted: Paris }
                assert:
                  - { type: icontains, value: '{{wanted}}', weight: 2 }
                  - { type: llm-rubric, value: polite }
                  - { type: not-contains, value: London }
              - vars: { question: JSON? }
                assert: [{ type: is-json, value: { type: object } }, { type: regex, value: '^\{' }, { type: contains-all, value: [a, b] }]
              - vars: { question: [x, y] }
            evaluateOptions: { repeat: 2, maxConcurrency: 3 }
            """);

        var import = file.Read();

        Assert.Equal("promptfoo", import.Format);
        Assert.Equal(["Briefly: Capital of {France}?", "At length: Capital of {France}?", "Briefly: JSON?", "At length: JSON?", "Briefly: x", "At length: x", "Briefly: y", "At length: y"], import.Suite.Samples.Select(sample => sample.Prompt));
        Assert.Equal(2, import.Suite.Repeats);
        Assert.Equal("t1", import.Suite.Samples[1].Cluster);
        Assert.Equal(["long"], import.Suite.Samples[1].Tags);
        Assert.Equal(["latency", "includes"], import.Suite.Samples[0].Scorers.Select(scorer => scorer.Kind));
        Assert.Equal("5", import.Suite.Samples[0].Scorers[0].Settings["most"]);
        Assert.Equal(["Paris"], import.Suite.Samples[0].Targets);
        Assert.Equal(["latency", "json-schema", "pattern", "instruction"], import.Suite.Samples[2].Scorers.Select(scorer => scorer.Kind));
        Assert.Equal(
            ["defaultTest.assert", "evaluateOptions.maxConcurrency", "providers", "tests[0].assert[0].weight", "tests[0].assert[1]", "tests[0].assert[2]", "tests[1].assert[2]"],
            import.Notes.Select(note => note.Field).Append("defaultTest.assert").Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_PromptfooTableOfTests_ReadsExpectations()
    {
        using var file = new ForeignFile("p.yaml", "prompts: ['file://ask.txt']\ntests: file://t.csv\n");
        file.Put("ask.txt", "What is {{a}} plus {{b}}?\n");
        file.Put("t.csv", "a,b,__expected,__expected2,__description\n1,2,contains:3,latency(2000),small\n2,2,4,,\n");

        var import = file.Read();

        Assert.Equal(["What is 1 plus 2?", "What is 2 plus 2?"], import.Suite.Samples.Select(sample => sample.Prompt));
        Assert.Equal(["includes", "latency"], import.Suite.Samples[0].Scorers.Select(scorer => scorer.Kind));
        Assert.Equal("exact", import.Suite.Samples[1].Scorers.Single().Kind);
        Assert.Equal("small", import.Suite.Samples[0].Metadata["description"]);
    }

    [Theory]
    [InlineData("prompts: ['file:///etc/passwd.txt']\ntests: [{ vars: { a: 1 } }]", "prompts[0]", "FileElsewhere")]
    [InlineData("prompts: ['file://../x.txt']\ntests: [{ vars: { a: 1 } }]", "prompts[0]", "FileElsewhere")]
    [InlineData("prompts: ['file://x.js']\ntests: [{ vars: { a: 1 } }]", "prompts[0]", "FileKind")]
    [InlineData("prompts: [a]\n", "tests", "Missing")]
    public void Read_PromptfooThatCanNotBeTaken_NamesTheField(string text, string field, string key)
    {
        using var file = new ForeignFile("p.yaml", text);

        Assert.Contains(file.Problems("promptfoo"), problem => problem.Field == field && problem.Message.Key == $"Suites.Import.{key}" && problem.Line >= 1);
    }

    [Fact]
    public void Read_YamlWithAliases_IsRefused()
    {
        using var file = new ForeignFile("p.yaml", "prompts: [a]\ntests: &x [{ vars: { a: 1 } }]\nmore: *x\n");

        Assert.Equal("Suites.Anchor", file.Problems().Single().Message.Key);
    }

    [Fact]
    public void Read_PromptWithFilter_IsLeftOutAndListed()
    {
        using var file = new ForeignFile("p.yaml", "prompts: ['{{ a | upper }}', 'plain {{a}}']\ntests: [{ vars: { a: x }, assert: [{ type: equals, value: X }] }]\n");

        var import = file.Read();

        Assert.Equal(["plain x"], import.Suite.Samples.Select(sample => sample.Prompt));
        Assert.Contains(import.Notes, note => note.Field == "prompts[0]" && note.Message.Key == "Suites.Import.TemplateNotFilled");
    }

    [Fact]
    public void Read_PromptfooListVariables_MakesEachCombinationASample()
    {
        using var file = new ForeignFile("p.yaml", """
            prompts: ['{{greeting}} {{name}} {{fixed}}']
            tests:
              - vars: { greeting: [Hi, Hello], name: [Ann, Bo, 'C'], fixed: '!' }
                assert: [{ type: icontains, value: '{{name}}' }, { type: llm-rubric, value: x }]
              - vars: { greeting: [Hi, Hello], name: Ann, fixed: '!' }
                options: { disableVarExpansion: true }
              - vars: { greeting: [], name: Ann, fixed: '!' }
            """);

        var import = file.Read("promptfoo");

        Assert.Equal(["Hi Ann !", "Hi Bo !", "Hi C !", "Hello Ann !", "Hello Bo !", "Hello C !", "[\"Hi\",\"Hello\"] Ann !"], import.Suite.Samples.Select(sample => sample.Prompt));
        Assert.Equal(["t1-1", "t1-2"], import.Suite.Samples.Take(2).Select(sample => sample.Id));
        Assert.All(import.Suite.Samples.Take(6), sample => Assert.Equal("t1", sample.Cluster));
        Assert.Equal(["Ann", "Bo", "C"], import.Suite.Samples.Take(3).Select(sample => sample.Targets.Single()));
        Assert.Single(import.Notes, note => note.Field == "tests[0].assert[1]");
        Assert.Equal(import.Suite.Sha256, SuiteFile.Parse(SuiteYaml.Write(import.Suite), "again.yaml").Sha256);
    }

    [Fact]
    public void Read_PromptfooWithEndlessCombinations_StopsAtWhatASuiteMayHave()
    {
        var list = "[" + string.Join(",", Enumerable.Range(0, 60)) + "]";
        using var file = new ForeignFile("p.yaml", $"prompts: ['{{{{a}}}}{{{{b}}}}{{{{c}}}}{{{{d}}}}']\ntests: [{{ vars: {{ a: {list}, b: {list}, c: {list}, d: {list} }}, assert: [{{ type: equals, value: x }}] }}]\n");

        Assert.Equal(7, SuiteImporter.Read(new ImportRequest(file.Path, "promptfoo", Limit: 7)).Suite.Samples.Length);
        Assert.NotEmpty(file.Problems("promptfoo"));
    }

    [Fact]
    public void Read_ChineseQuestionsWithChoices_TakesQuestionChoicesAndLetter()
    {
        using var file = new ForeignFile("HalluQA_mc.json", "[{\"question_id\":7,\"question\":\"Question: 一天有多少小时？ A:二十四小时，比如 B: 那一格。 B:十二小时。 C:三十小时。 \",\"answer\":\"Answer: A\"},{\"question_id\":8,\"question\":\"Question: 冰是什么？ A:水。 B:火。\",\"answer\":\"Answer: B\"}]");

        var import = file.Read();

        Assert.Equal(("halluqa-mc", "zh-Hans"), (import.Format, import.Suite.Language));
        Assert.Equal(["水。", "火。"], import.Suite.Samples[1].Choices);
        Assert.Equal(("8", 1, "CN"), (import.Suite.Samples[1].Id, import.Suite.Samples[1].TargetChoice, import.Suite.Samples[1].Region));
        Assert.StartsWith("冰是什么？\nA. 水。\nB. 火。", import.Suite.Samples[1].Prompt, StringComparison.Ordinal);
        Assert.Equal("choice-letter", import.Suite.Scorers.Single().Kind);
        Assert.Equal(import.Suite.Sha256, SuiteFile.Parse(SuiteYaml.Write(import.Suite), "again.yaml").Sha256);
    }

    [Theory]
    [InlineData("Question: 冰是什么？", "Answer: B", "question", "NoLetteredChoices")]
    [InlineData("Question: 冰是什么？ A:水。 B:火。", "Answer: C", "answer", "NoRightChoice")]
    public void Read_ChineseQuestionsBroken_NamesLineAndField(string question, string answer, string field, string key)
    {
        using var file = new ForeignFile("mc.json", $"[\n{{\"question_id\":1,\"question\":\"{question}\",\"answer\":\"{answer}\"}}]");

        Assert.Contains(file.Problems("halluqa-mc"), problem => problem.Line == 2 && problem.Field == field && problem.Message.Key == $"Suites.Import.{key}");
    }
}
