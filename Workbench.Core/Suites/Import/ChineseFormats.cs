using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Workbench.Core.Suites.Import;

/// <summary>SafetyBench (Zhang et al. 2023) and Chinese SafetyQA (Tan et al. 2024).</summary>
internal static class ChineseFormats
{
    /// <param name="answers">By id, where they are in a file of their own; null where the rows have them.</param>
    public static RowFormat SafetyBench(IReadOnlyDictionary<string, string>? answers = null) => new("safetybench-zh", ["question", "options", "category"], "zh-Hans", "MIT", ["choice-letter"], (row, number) =>
    {
        var id = row.Text("id", "id") ?? TruthfulFormats.Id(number);
        var options = row.Texts("options", "choices");
        var answer = row.Has("answer") ? row.Whole("answer", "target") : answers?.GetValueOrDefault(id) is { } apart && int.TryParse(apart, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
        if (row.Need("question", "prompt") is not { } question)
        {
            return null;
        }

        if (answer is not { } right || right < 0 || right >= options.Length)
        {
            row.Notes.Report(row.Line, "answer", "NoRightChoice");
            return null;
        }

        return RowFormat.Sample(id, $"{question}\n{Lettered(options)}\n请只回答选项字母。", row.Line) with
        {
            Choices = options,
            TargetChoice = right,
            Targets = [options[right]],
            Tags = TruthfulFormats.Distinct([row.Text("category", "tags") ?? ""]),
        };
    });

    public static RowFormat SafetyQuestions { get; } = new("chinese-safetyqa", ["cate", "question", "standard_answer"], "zh-Hans", "MIT", ["claim-outcome"], (row, number) =>
    {
        if (row.Need("question", "prompt") is not { } question || row.Need("standard_answer", "target") is not { } answer)
        {
            return null;
        }

        var options = row.Text("options", "distractors") is { } listed ? PythonTexts(listed) : [];
        if (options is null)
        {
            row.Notes.Note(row.Line, "options", "OptionsNotRead");
        }

        var right = row.Text("correct_answer", "distractors");
        return RowFormat.Sample(TruthfulFormats.Id(number), question, row.Line) with
        {
            Targets = [answer],
            Distractors = TruthfulFormats.Distinct((options ?? []).Where(option => option.Letter != right && option.Text.Trim() != answer.Trim()).Select(option => option.Text)),
            Tags = TruthfulFormats.Distinct([row.Text("cate", "tags") ?? ""]),
            Metadata = TruthfulFormats.Source(row.Text("standard_source_url", "metadata")),
        };
    })
    { Region = "CN" };

    /// <summary>The published test set has its answers in a file of its own: <c>test_zh.json</c> and <c>test_answers_zh.json</c>. Null where there is none.</summary>
    public static IReadOnlyDictionary<string, string>? AnswersBeside(string path)
    {
        var apart = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path).Replace("test_", "test_answers_", StringComparison.Ordinal));
        if (apart == Path.GetFullPath(path) || !File.Exists(apart) || JsonTable.Read(ForeignTable.Bytes(apart, apart), apart) is not SuiteMap answers)
        {
            return null;
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, entry) in answers.Entries)
        {
            if (entry is SuiteMap map && map.Entries.FirstOrDefault(each => each.Name.Text == "answer").Value is SuiteScalar answer)
            {
                found[id.Text] = answer.Text;
            }
        }

        return found;
    }

    public static string Lettered(ImmutableArray<string> choices) => string.Join('\n', choices.Select(static (choice, at) => $"{(char)('A' + at)}. {choice}"));

    /// <summary>A mapping of texts as Python prints it: <c>{'A': 'x', 'B': "it's"}</c>. Null when it is not one.</summary>
    private static List<(string Letter, string Text)>? PythonTexts(string text)
    {
        var texts = new List<string>();
        for (var at = text.IndexOfAny(['\'', '"']); at >= 0; at = at + 1 < text.Length ? text.IndexOfAny(['\'', '"'], at + 1) : -1)
        {
            var (quote, word) = (text[at], new StringBuilder());
            for (at++; at < text.Length && text[at] != quote; at++)
            {
                at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
                word.Append(text[at]);
            }

            if (at >= text.Length)
            {
                return null;
            }

            texts.Add(word.ToString());
        }

        return text.TrimStart().StartsWith('{') && texts.Count % 2 == 0 ? [.. texts.Chunk(2).Select(pair => (pair[0], pair[1]))] : null;
    }
}
