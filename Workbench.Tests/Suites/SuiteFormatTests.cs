using System.Security.Cryptography;
using System.Text;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Tests.Suites;

public sealed class SuiteFormatTests
{
    internal const string Everything = """
        name: everything
        version: 3
        description: Uses each field once.
        license: CC0-1.0
        language: en
        region: CN
        jurisdiction: EU
        fieldOfUse: medicine
        canary: canary-7d1f0c2a
        metadata: { author: A, year: 2026 }
        system: Be brief.
        fewShot:
          - { prompt: "Capital of Peru?", answer: Lima }
          - { sample: fr }
        prompt: "From this text:\n{context}\n{ask}\n{choices}"
        vars: { ask: Which is right? }
        generate:
          maxTokens: 40
          temperature: 0.7
          typicalP: 0.9
          mirostat: 2
          dryLastN: 64
          logitBias: { 12: -5, 7: 1.5 }
          seed: random
          stop: ["\n\n"]
          jsonSchema: { type: object, properties: { a: { type: integer, maximum: 3 } }, required: [a] }
        repeats: 2
        scorers: [ { kind: includes } ]
        samples:
          - { id: fr, prompt: "Capital of {land}?", vars: { land: France }, target: Paris, cluster: france, jurisdiction: FR, fieldOfUse: geography, metadata: { source: atlas } }
          - { id: ctx, context: Lyon is a city., choices: [Lyon, Nice], target: Lyon }
          - id: talk
            messages:
              - { role: system, content: Be kind. }
              - { role: user, content: Hi }
              - { role: assistant, content: Hello }
              - { role: user, content: "Who am I?" }
            target: nobody
            fewShot: []
        """;

    [Fact]
    public void Parse_EveryField_IsRead()
    {
        var suite = SuiteFile.Parse(Everything, "e.yaml");

        Assert.Equal(("EU", "canary-7d1f0c2a", "2026"), (suite.Jurisdiction, suite.Canary, suite.Metadata["year"]));
        Assert.Equal([new FewShot("Capital of Peru?", "Lima"), new FewShot("Capital of France?", "Paris", "fr", "france")], suite.FewShot);
        Assert.Null(suite.Settings.Seed);
        Assert.Equal("""{"type":"object","properties":{"a":{"type":"integer","maximum":3}},"required":["a"]}""", suite.Settings.JsonSchema);
        Assert.Equal((0.9, 2, 64, -5.0, 1.5), (suite.Settings.Samplers!.TypicalP, suite.Settings.Samplers.Mirostat, suite.Settings.Samplers.DryLastN, suite.Settings.Samplers.LogitBias![12], suite.Settings.Samplers.LogitBias[7]));
        var (fr, context, talk) = (suite.Samples[0], suite.Samples[1], suite.Samples[2]);
        Assert.Equal(("Capital of France?", "FR", "geography", "atlas"), (fr.Prompt, fr.Jurisdiction, fr.FieldOfUse, fr.Metadata["source"]));
        Assert.Equal(("From this text:\nLyon is a city.\nWhich is right?\nA. Lyon\nB. Nice", "EU", "medicine"), (context.Prompt, context.Jurisdiction, context.FieldOfUse));
        Assert.Equal(("Who am I?", "Be kind.", 2), (talk.Prompt, talk.System, talk.Turns.Length));
        Assert.Empty(talk.FewShot!.Value);
    }

    [Fact]
    public void Write_EveryField_ReadsBackFromCanonicalFormAndFromYaml()
    {
        var suite = SuiteFile.Parse(Everything, "e.yaml");

        Assert.Equal(suite.Sha256, SuiteFile.ParseCanonical(SuiteCanonical.Write(suite), "e").Sha256);
        Assert.Equal(suite.Sha256, SuiteFile.Parse(SuiteYaml.Write(suite), "e.yaml").Sha256);
        Assert.Equal(suite.Sha256, SuiteFile.Parse(SuiteYaml.Write(suite, "d.jsonl"), "e.yaml", _ => new StringReader(string.Join('\n', SuiteYaml.Lines(suite)))).Sha256);
    }

    // The form that hashes were taken over before there were further fields: those of decisions and runs must stay.
    [Fact]
    public void Hash_SuiteWithoutNewFields_IsOverTheFormItAlwaysHad()
    {
        var suite = SuiteFile.Parse("""
            name: old
            version: 2
            language: en
            region: CN
            description: "Ü <b> & 'q' \" 😀"
            license: MIT
            fieldOfUse: law
            system: S
            generate: { maxTokens: 9, temperature: 0.30, topP: 0.95, topK: 40, minP: 0.05, seed: 7, stop: [x], jsonSchema: "{}" }
            repeats: 3
            scorers: [ { kind: numeric, tolerance: 0.01 } ]
            samples:
              - { id: a, prompt: "1 < 2\t?", target: [1, "2"], distractors: [3], answerable: false, shouldRefuse: true, language: zh-Hans, region: US, system: T, cluster: c, tags: [t, u] }
              - { id: b, prompt: q, choices: [x, y], target: y, scorers: [choice-likelihood] }
            """, "old.yaml");
        const string Form = """{"name":"old","version":2,"language":"en","region":"CN","description":"Ü <b> & 'q' \" \uD83D\uDE00","license":"MIT","fieldOfUse":"law","system":"S","generate":{"maxTokens":9,"temperature":0.3,"topP":0.95,"topK":40,"minP":0.05,"seed":7,"stop":["x"],"jsonSchema":"{}"},"repeats":3,"scorers":[{"kind":"numeric","tolerance":"0.01"}],"samples":[{"id":"a","prompt":"1 < 2\t?","target":["1","2"],"distractors":["3"],"answerable":false,"shouldRefuse":true,"language":"zh-Hans","region":"US","system":"T","cluster":"c","tags":["t","u"]},{"id":"b","prompt":"q","choices":["x","y"],"target":1,"scorers":[{"kind":"choice-likelihood"}]}]}""";

        Assert.Equal(Form, SuiteCanonical.Write(suite));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Form))), suite.Sha256);
    }

    [Theory]
    [InlineData("canary: short", 3, "canary")]
    [InlineData("canary: 12345678\nsystem: say 12345678", 4, "system")]
    [InlineData("canary: 12345678\nfewShot: [ { prompt: a12345678, answer: b } ]", 4, "fewShot")]
    [InlineData("fewShot: [ { sample: none } ]", 3, "fewShot[0].sample")]
    [InlineData("fewShot: [ { sample: x, prompt: q } ]", 3, "fewShot[0].prompt")]
    [InlineData("fewShot: [ { prompt: q } ]", 3, "fewShot[0].answer")]
    [InlineData("fewShot: [ { prompt: q, anser: a, answer: b } ]", 3, "fewShot[0].anser")]
    [InlineData("generate: { typicalP: 2 }", 3, "generate.typicalP")]
    [InlineData("generate: { logitBias: { word: 1 } }", 3, "generate.logitBias")]
    [InlineData("generate: { grammar: 'root ::= [' }", 3, "generate.grammar")]
    [InlineData("generate: { jsonSchema: '{' }", 3, "generate.jsonSchema")]
    [InlineData("generate: { jsonSchema: '{}', grammar: 'root ::= \"a\"' }", 3, "generate.grammar")]
    [InlineData("metadata: { a: [b] }", 3, "metadata.a")]
    public void Parse_MistakeInASuiteField_NamesLineAndField(string field, int line, string named) =>
        Assert.Contains(Problems($"name: a\nscorers: [exact]\n{field}\nsamples: [ {{ id: x, prompt: q, target: t }} ]"), problem => problem.Line == line && problem.Field == named);

    [Theory]
    [InlineData("messages: [ { role: user, content: a } ], prompt: b", "samples[0].prompt")]
    [InlineData("messages: [ { role: usr, content: a } ]", "samples[0].messages[0].role")]
    [InlineData("messages: [ { role: user, content: ' ' } ]", "samples[0].messages[0].content")]
    [InlineData("messages: [ { role: user, content: a }, { role: user, content: b } ]", "samples[0].messages")]
    [InlineData("messages: [ { role: user, content: a }, { role: assistant, content: b } ]", "samples[0].messages")]
    [InlineData("messages: []", "samples[0].messages")]
    [InlineData("messages: [ { role: system, content: a }, { role: user, content: b } ], system: c", "samples[0].system")]
    [InlineData("prompt: the canary-0123 sings", "samples[0].prompt")]
    [InlineData("messages: [ { role: user, content: canary-0123 } ]", "samples[0].messages")]
    public void Parse_MistakeInASample_NamesTheField(string fields, string named) =>
        Assert.Contains(Problems($"name: a\nscorers: [exact]\ncanary: canary-0123\nsamples:\n  - {{ id: x, target: t, {fields} }}"), problem => problem.Line == 5 && problem.Field == named);

    [Fact]
    public void ParseCanonical_IndexThatIsAlsoAChoice_StaysTheIndex()
    {
        var suite = SuiteFile.Parse("name: a\nscorers: [choice-likelihood]\nsamples:\n  - { id: x, prompt: q, choices: [\"1\", \"0\"], target: \"1\" }", "a.yaml");

        Assert.Equal(0, suite.Samples[0].TargetChoice);
        Assert.Equal(0, SuiteFile.ParseCanonical(SuiteCanonical.Write(suite), "a").Samples[0].TargetChoice);
        Assert.Equal(0, SuiteFile.Parse(SuiteYaml.Write(suite), "a.yaml").Samples[0].TargetChoice);
    }

    [Theory]
    [InlineData("[c, 0]", "a, b, c", new[] { 0, 2 })]
    [InlineData("[0, 1, 2]", "a, b, c", new[] { 0, 1, 2 })]
    [InlineData("[b]", "a, b, c", new[] { 1 })]
    [InlineData("[\"1\", \"2\"]", "\"0\", \"2\", \"1\"", new[] { 1, 2 })]
    public void Parse_SeveralRightChoices_ReadsBackFromBothForms(string target, string choices, int[] right)
    {
        var suite = SuiteFile.Parse($"name: a\nscorers: [choice-likelihood]\nsamples:\n  - {{ id: x, prompt: q, choices: [{choices}], target: {target} }}", "a.yaml");

        Assert.Equal(right, suite.Samples[0].RightChoices);
        Assert.Equal(right[0], suite.Samples[0].TargetChoice);
        Assert.Equal(right, SuiteFile.ParseCanonical(SuiteCanonical.Write(suite), "a").Samples[0].RightChoices);
        Assert.Equal(suite.Sha256, SuiteFile.Parse(SuiteYaml.Write(suite), "a.yaml").Sha256);
    }

    [Fact]
    public void Parse_SeveralRightChoices_EachMistakeIsNamed()
    {
        var problems = Problems("name: a\nscorers: [choice-likelihood]\nsamples:\n  - { id: x, prompt: q, choices: [a, b],\n      target: [a, z, 7, [b]] }");

        Assert.Equal(["Suites.TargetNotChoice", "Suites.TargetOutside", "Suites.TargetNotOne"], problems.Select(problem => problem.Message.Key));
        Assert.All(problems, problem => Assert.Equal((5, "samples[0].target"), (problem.Line, problem.Field)));
    }

    [Fact]
    public void Parse_OneRightChoice_KeepsTheHashItAlwaysHad()
    {
        const string text = "name: a\nscorers: [choice-likelihood]\nsamples:\n  - { id: x, prompt: q, choices: [a, b], target: TARGET }";
        var plain = SuiteFile.Parse(text.Replace("TARGET", "b", StringComparison.Ordinal), "a.yaml");

        Assert.Contains("\"target\":1", SuiteCanonical.Write(plain), StringComparison.Ordinal);
        Assert.Equal(plain.Sha256, SuiteFile.Parse(text.Replace("TARGET", "[b]", StringComparison.Ordinal), "a.yaml").Sha256);
    }

    [Fact]
    public void Parse_DescriptionByLanguage_FollowsTheReaderAndKeepsTheHash()
    {
        const string rest = "scorers: [length]\nsamples: [ { id: x, prompt: q } ]";
        var plain = SuiteFile.Parse($"name: a\ndescription: Sums\n{rest}", "a.yaml");
        var worded = SuiteFile.Parse($"name: a\ndescription: {{ zh-Hans: 求和, en: Sums, de: Summen }}\n{rest}", "a.yaml");

        Assert.Equal(plain.Sha256, worded.Sha256);
        Assert.Equal("Sums", worded.Description);
        Assert.Equal(["求和", "求和", "Summen", "Sums", "Sums"], new[] { "zh-CN", "zh-Hans", "de-AT", "en", "fr" }.Select(name => worded.DescriptionIn(System.Globalization.CultureInfo.GetCultureInfo(name))));
        Assert.Equal("Sums", plain.DescriptionIn(System.Globalization.CultureInfo.GetCultureInfo("zh-Hans")));
        var again = SuiteFile.Parse(SuiteYaml.Write(worded), "a.yaml");
        Assert.Equal((worded.Sha256, "求和"), (again.Sha256, again.Descriptions["zh-Hans"]));
        Assert.Equal("求和", SuiteFile.Parse($"name: a\nlanguage: zh-Hans\ndescription: {{ zh-Hans: 求和, en: Sums }}\n{rest}", "a.yaml").Description);
    }

    [Fact]
    public void Parse_DescriptionUnderNoLanguage_IsNamed()
    {
        var problems = Problems("name: a\ndescription:\n  en: Sums\n  in Chinese: 求和\n  de: [x]\nscorers: [length]\nsamples: [ { id: x, prompt: q } ]");

        Assert.Equal([(4, "description.in Chinese", "Suites.LanguageForm"), (5, "description.de", "Suites.NotText")], problems.Select(problem => (problem.Line ?? 0, problem.Field, problem.Message.Key)));
    }

    [Fact]
    public void Parse_PromptThatSaysContextWithoutVariables_IsLeftAsItIs()
    {
        var suite = SuiteFile.Parse("name: a\nscorers: [exact]\nsamples:\n  - { id: x, prompt: \"f{context}\", context: c, target: t }", "a.yaml");

        Assert.Equal("f{context}", suite.Samples[0].Prompt);
    }

    private static System.Collections.Immutable.ImmutableArray<InputProblem> Problems(string text) => Assert.Throws<InputException>(() => SuiteFile.Parse(text, "bad.yaml")).Problems;
}
