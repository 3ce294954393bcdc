using Workbench.Core.Suites;
using Workbench.Core.Suites.Import;

namespace Workbench.Tests.Suites.Import;

public sealed class HarnessFormatTests
{
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
        Assert.Equal("Suites.Import.ShotsAreFirst", import.Notes[0].Message.Key);
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

    [Fact]
    public void Read_HarnessExamples_ComeFromTheTaskItself()
    {
        using var file = new ForeignFile("t.yaml", """
            task: t
            dataset_path: json
            dataset_kwargs: { data_files: { test: d.jsonl } }
            test_split: test
            doc_to_text: "Q: {{q}}\nA:"
            doc_to_target: a
            description: "Answer. "
            num_fewshot: 2
            fewshot_config:
              sampler: first_n
              samples:
                - { q: 1+1, a: "2" }
                - { q: 2+2, a: "4" }
                - { q: 3+3, a: "6" }
            """);
        file.Put("d.jsonl", "{\"q\":\"5+5\",\"a\":\"10\"}\n");

        var import = file.Read("lm-eval");

        Assert.Equal([("Answer. Q: 1+1\nA:", "2"), ("Q: 2+2\nA:", "4")], import.Suite.FewShot.Select(shot => (shot.Prompt, shot.Answer)));
        Assert.Equal("Answer. Q: 1+1\nA: 2\n\nQ: 2+2\nA: 4\n\nQ: 5+5\nA:", SampleMessages.Raw(import.Suite, import.Suite.Samples.Single(), " "));
        Assert.Empty(import.Notes);
        Assert.Equal(import.Suite.Sha256, SuiteFile.Parse(SuiteYaml.Write(import.Suite), "again.yaml").Sha256);
    }

    [Fact]
    public void Read_HarnessExamplesOfASplit_AreItsFirstOnes()
    {
        using var file = new ForeignFile("t.yaml", """
            task: t
            dataset_path: json
            dataset_kwargs: { data_files: { test: d.jsonl, train: s.jsonl } }
            output_type: multiple_choice
            test_split: test
            fewshot_split: train
            doc_to_text: q
            doc_to_choice: [no, yes]
            doc_to_target: a
            num_fewshot: 1
            """);
        file.Put("d.jsonl", "{\"q\":\"x?\",\"a\":[0,1]}\n");
        file.Put("s.jsonl", "{\"q\":\"s1?\",\"a\":1}\n{\"q\":\"s2?\",\"a\":0}\n");

        var import = file.Read("lm-eval");

        Assert.Equal(("s1?", "yes"), (import.Suite.FewShot.Single().Prompt, import.Suite.FewShot.Single().Answer));
        Assert.Equal([0, 1], import.Suite.Samples.Single().RightChoices);
        Assert.Equal([("num_fewshot", "Suites.Import.ShotsAreFirst")], import.Notes.Select(note => (note.Field, note.Message.Key)));
    }

    [Theory]
    [InlineData("{ function: regex, regex_pattern: 'The answer is (\\-?[0-9]+)' }, { function: take_first }", "pattern", "pattern", "The answer is (?<answer>\\-?[0-9]+)")]
    [InlineData("{ function: remove_whitespace }, { function: regex, regex_pattern: '[A-D]' }", "pattern", "pattern", "(?<answer>[A-D])")]
    [InlineData("{ function: regex, group_select: -1, regex_pattern: '(-?[$0-9.,]{2,})|(-?[0-9]+)' }, { function: take_first }", "numeric", "take", "last")]
    [InlineData("{ function: multi_choice_regex, regex_pattern: '\\(([A-D])\\)' }", "choice-letter", "", "")]
    public void Read_HarnessFilter_BecomesTheScorer(string filters, string kind, string setting, string value)
    {
        using var file = new ForeignFile("t.yaml", Filtered($"  - {{ name: first, filter: [{filters}] }}\n  - {{ name: second, filter: [{{ function: take_first }}] }}\n"));
        file.Put("d.jsonl", "{\"q\":\"x?\",\"a\":\"(B)\",\"choices\":[\"red\",\"blue\"]}\n");

        var import = file.Read("lm-eval");

        Assert.Equal(kind, import.Suite.Scorers.Single().Kind);
        Assert.True(setting.Length == 0 || import.Suite.Scorers.Single().Settings[setting] == value);
        Assert.Equal(kind == "choice-letter" ? 1 : null, import.Suite.Samples.Single().TargetChoice);
        Assert.Equal([(7, "filter_list[1]", "Suites.Import.FilterSecond")], import.Notes.Select(note => (note.Line ?? 0, note.Field, note.Message.Key)));
    }

    [Theory]
    [InlineData("{ function: regex, regex_pattern: '(a)(b)' }")]
    [InlineData("{ function: regex, regex_pattern: '(?=x)(a)' }")]
    [InlineData("{ function: regex, regex_pattern: '(word)', group_select: -1 }")]
    [InlineData("{ function: majority_vote }")]
    public void Read_HarnessFilterWithoutCounterpart_IsListedByLine(string filter)
    {
        using var file = new ForeignFile("t.yaml", Filtered($"  - {{ name: first, filter: [{filter}] }}\n"));
        file.Put("d.jsonl", "{\"q\":\"x?\",\"a\":\"b\"}\n");

        var import = file.Read("lm-eval");

        Assert.Equal("exact", import.Suite.Scorers.Single().Kind);
        Assert.Equal([(6, "filter_list[0].filter[0]", "Suites.Import.FilterNotMapped")], import.Notes.Select(note => (note.Line ?? 0, note.Field, note.Message.Key)));
    }

    [Theory]
    [InlineData("  - { name: first }\n", "filter_list[0]", "NotFilter")]
    [InlineData("  - { filter: [{ name: x }] }\n", "filter_list[0].filter[0]", "NotFilter")]
    [InlineData("  []\nnum_fewshot: 5000\n", "num_fewshot", "TooManyShots")]
    public void Read_HarnessBrokenFilterOrExamples_NamesLineAndField(string rest, string field, string key)
    {
        using var file = new ForeignFile("t.yaml", Filtered(rest));
        file.Put("d.jsonl", "{\"q\":\"x?\",\"a\":\"b\"}\n");

        Assert.Contains(file.Problems("lm-eval"), problem => problem.Field == field && problem.Line is 6 or 7 && problem.Message.Key == $"Suites.Import.{key}");
    }

    private static string Filtered(string filters) => "dataset_path: json\ndataset_kwargs: { data_files: d.jsonl }\ndoc_to_text: q\ndoc_to_target: a\nfilter_list:\n" + filters;
}
