using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Core.Inference;

namespace Workbench.Core.Comparisons;

/// <summary>A comparison as a file: JSON with everything, Markdown with the branch that is shown.</summary>
public static class ComparisonExport
{
    // The default encoder escapes what HTML could take for a tag: the file is harmless wherever it is pasted.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Json(Comparison comparison) => JsonSerializer.Serialize(
        new
        {
            comparison.Id,
            comparison.By,
            comparison.At,
            comparison.View.System,
            comparison.View.Blind,
            Verdict = comparison.View.Verdict is { } verdict ? new { Best = verdict.Best is { } best ? comparison.Candidates[comparison.View.Order[best]].Name : null, verdict.AllBad } : null,
            Candidates = comparison.Candidates.Select(candidate => new { candidate.Name, candidate.Hash, candidate.Model, candidate.SystemPrompt, candidate.Settings, Adapters = candidate.Adapters.AsEnumerable(), candidate.Template }),
            Turns = comparison.Turns.AsEnumerable(),
            Answers = comparison.Answers.Select(answer => new
            {
                answer.Id,
                answer.Turn,
                Candidate = comparison.Candidates[answer.Candidate].Name,
                answer.Parent,
                answer.Settings.Seed,
                answer.Text,
                answer.Stopped,
                Problem = answer.Problem?.In(CultureInfo.InvariantCulture),
                answer.Output?.StopReason,
                answer.Output?.Usage,
                Seconds = answer.Output?.Duration.TotalSeconds,
                SecondsToFirstToken = answer.Output?.TimeToFirstToken?.TotalSeconds,
                answer.Output?.PromptSent,
                answer.Facts,
                answer.Branch,
                answer.At,
                Tokens = answer.Tokens.Select(token => new { token.Text, token.Logprob, token.Sampled, Top = token.Top.AsEnumerable() }),
            }),
        },
        Options);

    /// <summary>Every text stands in a fence longer than any in it: nothing a model says becomes markup.</summary>
    public static string Markdown(Comparison comparison)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {comparison.Id}\n\n{comparison.At.UtcDateTime:u}\n\n");
        foreach (var candidate in comparison.Candidates)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {Inline(candidate.Name)} {Inline(candidate.Hash[..12])}\n");
        }

        foreach (var turn in comparison.Path)
        {
            text.Append("\n## ?\n\n");
            Fence(text, turn.Question);
            for (var column = 0; column < comparison.Candidates.Length; column++)
            {
                if (comparison.Shown(column, turn.Id) is { } answer)
                {
                    text.Append(CultureInfo.InvariantCulture, $"\n### {Inline(comparison.Candidates[column].Name)}\n\n");
                    Fence(text, answer.Problem?.ToString() ?? answer.Text);
                    text.Append(CultureInfo.InvariantCulture, $"\n{Facts(answer)}\n");
                }
            }
        }

        return text.ToString();
    }

    private static string Facts(ComparisonAnswer answer) => string.Join(", ", new[]
    {
        answer.Settings.Seed is { } seed ? string.Create(CultureInfo.InvariantCulture, $"seed {seed}") : null,
        answer.Output is { } output ? string.Create(CultureInfo.InvariantCulture, $"{output.Usage.Completion} tokens") : null,
        answer.Output?.TokensPerSecond is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed:0.0} tok/s") : null,
    }.Where(part => part is not null));

    private static void Fence(StringBuilder text, string content)
    {
        var fence = new string('`', Math.Max(3, LongestRun(content) + 1));
        text.Append(fence).Append("text\n").Append(content.TrimEnd('\n')).Append('\n').Append(fence).Append('\n');
    }

    private static string Inline(string content)
    {
        var line = content.ReplaceLineEndings(" ");
        var fence = new string('`', LongestRun(line) + 1);
        return $"{fence} {line} {fence}";
    }

    private static int LongestRun(string content)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in content)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
