using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Workbench.Core.Inference;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring.Judges;

/// <summary>What a judge is asked about one answer.</summary>
public sealed partial record JudgeQuestion(JudgeForm Form, ImmutableArray<ChatMessage> Messages)
{
    private const int MostTokens = 24;
    private const int MostTokensOfJson = 64;

    /// <summary>Reading the verdict's chance among the words needs the likeliest others at its first place.</summary>
    public const int Others = 20;

    /// <param name="system">The judge's own system prompt, where it is a candidate that has one.</param>
    public static JudgeQuestion Of(ScorerSpec spec, Sample sample, string answer, string? system = null)
    {
        var chinese = FurtherWords.IsChinese(sample);
        var form = JudgeForm.Of(spec, chinese);
        var plain = form.Rubric == "meaning" ? JudgedText.OneLine : (Func<string, string>)JudgedText.Plain;
        var references = sample.Targets.IsEmpty ? [chinese ? "我不知道。" : "I don't know."] : form.Rubric == "meaning" ? sample.Targets[..1] : sample.Targets;
        string Filled(string template) => Place().Replace(template, place => place.Groups[1].Value switch
        {
            "question" => plain(string.Concat(sample.Turns.Select(static turn => $"{turn.Role}: {turn.Content}\n\n")) + sample.Prompt),
            "reference" => string.Join('\n', references.Select(reference => references.Length == 1 ? plain(reference) : $"- {plain(reference)}")),
            "context" => plain(sample.Context ?? ""),
            "criteria" => plain(spec.Kind == UnsafeContentScorer.KindName ? UnsafeRubrics.Of(spec, sample)?.Text(chinese) ?? "" : spec.Setting("criteria", "")),
            "answer" => plain(answer),
            _ => JudgedText.Mark(sample, answer),
        });
        var said = string.Join("\n\n", new[] { system, form.System }.Where(part => part is { Length: > 0 }));
        ImmutableArray<ChatMessage> asked = [new ChatMessage("user", Filled(form.User))];
        return new JudgeQuestion(form, said.Length == 0 ? asked : asked.Insert(0, new ChatMessage("system", said)));
    }

    /// <summary>Greedy, and held to the words: by grammar here, by a schema elsewhere, by neither where an endpoint takes none.</summary>
    public GenerateRequest Request(JudgeBinding binding, bool logprobs) => new(
        Messages,
        new GenerateSettings(binding == JudgeBinding.Grammar ? MostTokens : MostTokensOfJson, Temperature: 0, Seed: 1, JsonSchema: binding == JudgeBinding.Schema ? Form.JsonSchema : null) { Grammar = binding == JudgeBinding.Grammar ? Form.Grammar : null },
        Logprobs: logprobs,
        TopLogprobs: logprobs ? Others : 0);

    [GeneratedRegex(@"\{(question|reference|context|criteria|answer|mark)\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}

/// <summary>What holds a judge to its words.</summary>
public enum JudgeBinding
{
    Grammar,
    Schema,

    /// <summary>It is asked, and its reply is read.</summary>
    None,
}
