using System.Collections.Immutable;
using System.Text.Json;
using Workbench.Core.Inference;

namespace Workbench.Core.Scoring.Judges;

/// <summary>What a judge's reply says.</summary>
/// <param name="Label">Null where it is none of the words, or more than one.</param>
/// <param name="Probability">Of the word among all words it could have said, by the first token of each; null where the judge does not tell its tokens.</param>
/// <param name="Mass">How likely it was to begin any of the words before it was held to them: low where it did not want to answer.</param>
internal sealed record JudgeVerdict(JudgeLabel? Label, double? Probability, double? Mass)
{
    private static readonly char[] Around = [' ', '\n', '\r', '\t', '"', '\'', '`', '*', '.', '。', '“', '”', '「', '」', '【', '】', '(', ')', '（', '）'];

    public static JudgeVerdict Read(JudgeForm form, ModelOutput output)
    {
        if (Said(form, output.Text) is not { } label)
        {
            return new JudgeVerdict(null, null, null);
        }

        var (chosen, mass) = Chances(form, label, output.Logprobs);
        return new JudgeVerdict(label, mass > 0 ? Math.Min(1, chosen / mass) : null, mass > 0 ? Math.Min(1, mass) : null);
    }

    /// <summary>The whole reply, its JSON's verdict, or its last line after a colon is one of the words, in any case. A word somewhere in a sentence is none: “not correct”.</summary>
    private static JudgeLabel? Said(JudgeForm form, string reply)
    {
        var text = reply.Trim();
        if (text.StartsWith('{'))
        {
            text = Verdict(text) ?? "";
        }

        return Named(text) ?? Named(text.Split('\n')[^1].Split(':', '：')[^1]);

        JudgeLabel? Named(string word) => form.Labels.FirstOrDefault(label => string.Equals(label.Word, word.Trim(Around), StringComparison.OrdinalIgnoreCase));
    }

    private static string? Verdict(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty("verdict", out var verdict) && verdict.ValueKind == JsonValueKind.String ? verdict.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (double Chosen, double Mass) Chances(JudgeForm form, JudgeLabel label, ImmutableArray<TokenLogprob> tokens)
    {
        // In JSON, and after a leading space of its own, the word begins at a later place.
        var first = tokens.FirstOrDefault(token => Begins(form, token.Text).Any());
        if (first is null || first.Top.IsEmpty)
        {
            return (0, 0);
        }

        double chosen = 0, mass = 0;
        foreach (var top in first.Top)
        {
            if (Begins(form, top.Text).ToList() is [var only])
            {
                mass += Math.Exp(top.Logprob);
                chosen += only == label ? Math.Exp(top.Logprob) : 0;
            }
        }

        return (chosen, mass);
    }

    private static IEnumerable<JudgeLabel> Begins(JudgeForm form, string token) =>
        token.Trim(Around) is { Length: > 0 } part ? form.Labels.Where(label => label.Word.StartsWith(part, StringComparison.OrdinalIgnoreCase)) : [];
}
