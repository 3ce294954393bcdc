using Workbench.Core.Suites;

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
        Assert.Equal(["Briefly: Capital of {France}?", "At length: Capital of {France}?", "Briefly: JSON?", "At length: JSON?"], import.Suite.Samples.Select(sample => sample.Prompt));
        Assert.Equal(2, import.Suite.Repeats);
        Assert.Equal("t1", import.Suite.Samples[1].Cluster);
        Assert.Equal(["long"], import.Suite.Samples[1].Tags);
        Assert.Equal(["latency", "includes"], import.Suite.Samples[0].Scorers.Select(scorer => scorer.Kind));
        Assert.Equal("5", import.Suite.Samples[0].Scorers[0].Settings["most"]);
        Assert.Equal(["Paris"], import.Suite.Samples[0].Targets);
        Assert.Equal(["latency", "json-schema", "pattern", "instruction"], import.Suite.Samples[2].Scorers.Select(scorer => scorer.Kind));
        Assert.Equal(
            ["defaultTest.assert", "evaluateOptions.maxConcurrency", "providers", "tests[0].assert[0].weight", "tests[0].assert[1]", "tests[0].assert[2]", "tests[1].assert[2]", "tests[2].vars.question"],
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
    public void Read_HarnessChoices_ReadsItsDataBeside()
    {
        using var file = new ForeignFile("t.yaml", """
            task: my_mc
            dataset_path: json
            dataset_kwargs: { data_files: { test: d.jsonl } }
            output_type: multiple_choice
            test_split: test
            doc_to_text: "Q: {{question}}\nA:"
            doc_to_choice: "{{choices}}"
            doc_to_target: "{{answer}}"
            num_fewshot: 5
            metric_list: [{ metric: acc_norm }, { metric: perplexity }]
            """);
        file.Put("d.jsonl", "{\"question\":\"{{sky}}?\",\"choices\":[\"red\",\"blue\"],\"answer\":1}\n");

        var import = file.Read();

        Assert.Equal(("lm-eval", "my_mc"), (import.Format, import.Suite.Name));
        var sample = import.Suite.Samples.Single();
        Assert.Equal("Q: {{sky}}?\nA:", sample.Prompt);
        Assert.Equal(1, sample.TargetChoice);
        Assert.Equal("characters", import.Suite.Scorers.Single().Settings["normalize"]);
        Assert.Equal(["num_fewshot", "metric_list"], import.Notes.Select(note => note.Field));
    }

    [Fact]
    public void Read_HarnessGeneration_TakesStopAndLength()
    {
        using var file = new ForeignFile("t.yaml", "task: gen\ndataset_path: csv\ndataset_kwargs: { data_files: d.csv }\ndoc_to_text: \"{{q.strip()}} =\"\ndoc_to_target: a\ngeneration_kwargs: { until: [\"\\n\"], max_gen_toks: 9 }\n");
        file.Put("d.csv", "q,a\n 1 + 1 ,2\n");

        var suite = file.Read().Suite;

        Assert.Equal("1 + 1 =", suite.Samples.Single().Prompt);
        Assert.Equal(["2"], suite.Samples.Single().Targets);
        Assert.Equal(9, suite.Settings.MaxTokens);
        Assert.Equal(["\n"], suite.Settings.Stop);
    }

    [Theory]
    [InlineData("doc_to_text: !function utils.text\ndoc_to_target: a", "doc_to_text", "FunctionRefused", 3)]
    [InlineData("doc_to_text: q\ndoc_to_target: a\noutput_type: loglikelihood", "output_type", "OutputType", 5)]
    [InlineData("doc_to_text: '{% if q %}x{% endif %}'\ndoc_to_target: a", "doc_to_text", "TemplateNotFilled", 2)]
    public void Read_HarnessBeyondTheSubset_IsRefusedByLineAndField(string rest, string field, string key, int line)
    {
        using var file = new ForeignFile("t.yaml", "dataset_path: csv\ndataset_kwargs: { data_files: d.csv }\n" + rest);
        file.Put("d.csv", "q,a\n1,2\n");

        Assert.Contains(file.Problems("lm-eval"), problem => problem.Field == field && problem.Message.Key == $"Suites.Import.{key}" && problem.Line == line);
    }

    [Fact]
    public void Read_HarnessDataElsewhere_IsRefused()
    {
        using var file = new ForeignFile("t.yaml", "task: x\ndataset_path: json\ndataset_kwargs: { data_files: ../secret.jsonl }\ndoc_to_text: q\ndoc_to_target: a\n");

        Assert.Equal("Suites.Import.FileElsewhere", file.Problems().Single().Message.Key);
    }
}
