using System.Collections.Immutable;

namespace Workbench.Core.Suites;

/// <summary>The whole format of suite files, field by field, in the order in which they are best written.</summary>
internal static class SuiteForms
{
    public const int MaximumRepeats = 100;

    private const string LanguageTag = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$";

    public static SuiteForm Message { get; } = new("message",
    [
        new("role", FieldShape.Text) { Required = true, Words = ["system", "user", "assistant"] },
        new("content", FieldShape.Text) { Required = true },
    ]);

    public static SuiteForm FewShot { get; } = new("fewShot",
    [
        new("prompt", FieldShape.Text),
        new("answer", FieldShape.Text),
        new("sample", FieldShape.Text),
    ]);

    public static SuiteForm Generate { get; } = new("generate",
    [
        new("maxTokens", FieldShape.Whole, 1, 1_000_000),
        new("temperature", FieldShape.Number, 0, 100),
        new("topP", FieldShape.Number, 1e-6, 1),
        new("topK", FieldShape.Whole, 0, int.MaxValue),
        new("minP", FieldShape.Number, 0, 0.999),
        new("typicalP", FieldShape.Number, 1e-6, 1),
        new("topNSigma", FieldShape.Number, 0, 100),
        new("xtcProbability", FieldShape.Number, 0, 1),
        new("xtcThreshold", FieldShape.Number, 0, 1),
        new("dryMultiplier", FieldShape.Number, 0, 100),
        new("dryBase", FieldShape.Number, 1, 100),
        new("dryAllowedLength", FieldShape.Whole, 0, 1_000_000),
        new("dryLastN", FieldShape.Whole, -1, 1_000_000),
        new("mirostat", FieldShape.Whole, 0, 2),
        new("mirostatTau", FieldShape.Number, 0, 100),
        new("mirostatEta", FieldShape.Number, 0, 1),
        new("repeatPenalty", FieldShape.Number, 0.01, 100),
        new("frequencyPenalty", FieldShape.Number, -2, 2),
        new("presencePenalty", FieldShape.Number, -2, 2),
        new("penaltyLastN", FieldShape.Whole, -1, 1_000_000),
        new("logitBias", FieldShape.Biases, -100, 100),
        new("seed", FieldShape.Whole, 0, int.MaxValue) { Words = ["random"] },
        new("stop", FieldShape.Texts),
        new("grammar", FieldShape.Text),
        new("jsonSchema", FieldShape.Schema),
    ]);

    public static SuiteForm Sample { get; } = new("sample",
    [
        new("id", FieldShape.Text) { Required = true },
        new("prompt", FieldShape.Text),
        new("messages", FieldShape.Maps) { Of = Message },
        new("vars", FieldShape.Pairs),
        new("context", FieldShape.Text),
        new("choices", FieldShape.Texts),
        new("target", FieldShape.Texts),
        new("distractors", FieldShape.Texts),
        new("answerable", FieldShape.YesNo),
        new("shouldRefuse", FieldShape.YesNo),
        new("system", FieldShape.Text),
        new("fewShot", FieldShape.Maps) { Of = FewShot },
        new("language", FieldShape.Text) { Pattern = LanguageTag },
        new("region", FieldShape.Text),
        new("jurisdiction", FieldShape.Text),
        new("fieldOfUse", FieldShape.Text),
        new("cluster", FieldShape.Text),
        new("tags", FieldShape.Texts),
        new("scorers", FieldShape.Scorers),
        new("metadata", FieldShape.Pairs),
    ]);

    public static SuiteForm Suite { get; } = new("suite",
    [
        new("name", FieldShape.Text) { Required = true, Pattern = @"^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,99}$" },
        new("version", FieldShape.Whole, 1, int.MaxValue),
        new("description", FieldShape.Worded) { Pattern = LanguageTag },
        new("license", FieldShape.Text),
        new("language", FieldShape.Text) { Pattern = LanguageTag },
        new("region", FieldShape.Text),
        new("jurisdiction", FieldShape.Text),
        new("fieldOfUse", FieldShape.Text),
        new("canary", FieldShape.Text, Least: 8),
        new("metadata", FieldShape.Pairs),
        new("system", FieldShape.Text),
        new("fewShot", FieldShape.Maps) { Of = FewShot },
        new("prompt", FieldShape.Text),
        new("vars", FieldShape.Pairs),
        new("generate", FieldShape.Map) { Of = Generate },
        new("repeats", FieldShape.Whole, 1, MaximumRepeats),
        new("scorers", FieldShape.Scorers),
        new("samples", FieldShape.Maps) { Of = Sample },
        new("data", FieldShape.Texts),
    ]);

    public static ImmutableArray<SuiteForm> All { get; } = [Suite, Generate, FewShot, Sample, Message];

    /// <summary>Of one kind of scorer: its kind and its settings.</summary>
    public static SuiteForm Scorer(ScorerSyntax syntax) => new("scorer",
    [
        new("kind", FieldShape.Text) { Required = true, Words = [syntax.Kind] },
        .. syntax.Settings.Select(setting => new FieldForm(setting.Key, FieldShape.Text) { Required = syntax.Required.Contains(setting.Key) }),
    ]);
}
