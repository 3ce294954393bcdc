using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Workbench.Core.Language;

namespace Workbench.Core.Suites.Import;

/// <summary>A table of a person's own: a mapping says which column is what, and column names that say it themselves need none.</summary>
internal static partial class PlainTable
{
    public static ImmutableArray<string> Known { get; } = ["prompt", "target", "id", "choices", "context", "distractors", "language", "cluster", "tags", "system", "answerable", "shouldRefuse"];

    private static readonly Dictionary<string, string[]> Usual = new(StringComparer.Ordinal)
    {
        ["prompt"] = ["prompt", "question", "input", "query", "instruction", "problem", "问题", "题目", "提问", "提示词"],
        ["target"] = ["target", "answer", "answers", "ideal", "expected", "reference", "ground_truth", "output", "答案", "参考答案", "标准答案"],
        ["id"] = ["id", "qid", "key", "question_id", "编号", "序号"],
        ["choices"] = ["choices", "options", "选项"],
        ["context"] = ["context", "passage", "knowledge", "上下文", "材料"],
        ["distractors"] = ["distractors", "incorrect_answers", "wrong_answers", "干扰项", "错误答案"],
        ["language"] = ["language", "lang", "语言"],
        ["cluster"] = ["cluster", "group"],
        ["tags"] = ["tags", "category", "topic", "subject", "类别", "分类"],
        ["system"] = ["system"],
        ["answerable"] = ["answerable"],
        ["shouldRefuse"] = ["shouldRefuse", "should_refuse"],
    };

    /// <summary>The mapping that is given, and for what it leaves open the one that the names of the columns suggest.</summary>
    /// <exception cref="InputException">Fields or columns that there are not.</exception>
    public static ImmutableSortedDictionary<string, string> Mapping(ImmutableSortedDictionary<string, string>? given, ImmutableArray<string> columns, string file, bool whole = false)
    {
        given ??= ImmutableSortedDictionary<string, string>.Empty;
        List<InputProblem> problems = [];
        foreach (var (field, from) in given)
        {
            if (!Known.Contains(field))
            {
                problems.Add(new InputProblem(new Phrase("Suites.Import.NoSuchField", field), file, Field: "--map", Hint: new Phrase("Suites.KnownFields", string.Join(", ", Known))));
            }

            problems.AddRange(from.Split('+').Where(name => !columns.Contains(name)).Select(name =>
                new InputProblem(new Phrase("Suites.Import.NoSuchColumn", name), file, Field: $"--map {field}", Hint: new Phrase("Suites.Import.Columns", string.Join(", ", columns)))));
        }

        if (problems.Count > 0)
        {
            throw new InputException([.. problems]);
        }

        if (whole)
        {
            return given;
        }

        var map = given;
        foreach (var (field, names) in Usual.Where(usual => !given.ContainsKey(usual.Key)))
        {
            if (columns.FirstOrDefault(column => names.Contains(column, StringComparer.OrdinalIgnoreCase) && !map.ContainsValue(column)) is { } found)
            {
                map = map.SetItem(field, found);
            }
        }

        return map.ContainsKey("choices") || !Letters.All(columns.Contains) ? map : map.SetItem("choices", string.Join('+', Letters));
    }

    public static RowFormat Format(ImmutableSortedDictionary<string, string> map) => new("table", [], "en", null, ["includes"], (row, number) => Read(row, number, map));

    private static string[] Letters { get; } = ["A", "B", "C", "D"];

    private static Sample? Read(ImportRow row, int number, ImmutableSortedDictionary<string, string> map)
    {
        if (row.Need(map["prompt"], "prompt") is not { } prompt)
        {
            return null;
        }

        var sample = RowFormat.Sample(Text("id") ?? TruthfulFormats.Id(number), prompt, row.Line) with
        {
            Targets = Texts("target"),
            Distractors = Texts("distractors"),
            Context = Text("context"),
            Language = Text("language") ?? "",
            Cluster = Text("cluster"),
            System = Text("system"),
            Tags = Split(Texts("tags")),
            Answerable = !map.TryGetValue("answerable", out var answerable) || (row.YesNo(answerable, "answerable") ?? true),
            ShouldRefuse = map.TryGetValue("shouldRefuse", out var refuse) ? row.YesNo(refuse, "shouldRefuse") : null,
        };
        var choices = Choices();
        if (sample is { Context: { } context } && !sample.Prompt.Contains(context, StringComparison.Ordinal))
        {
            sample = sample with { Prompt = $"{context}\n\n{sample.Prompt}" };
        }

        return !choices.IsEmpty ? ChatFormats.WithChoices(sample, choices, sample.Targets, row, map.GetValueOrDefault("target", "target"))
            : sample.ShouldRefuse is not null && sample.Targets.IsEmpty ? sample with { Scorers = [new ScorerSpec("refusal")] }
            : !sample.Answerable ? sample with { Scorers = [new ScorerSpec("abstention")] }
            : sample;

        string? Text(string field) => map.TryGetValue(field, out var column) ? row.Text(column, field) : null;

        ImmutableArray<string> Texts(string field) => map.TryGetValue(field, out var column) ? Listed(row.Texts(column, field), row, column) : [];

        ImmutableArray<string> Choices()
        {
            if (!map.TryGetValue("choices", out var columns))
            {
                return [];
            }

            var apart = columns.Split('+');
            return apart.Length > 1 ? [.. apart.Select(column => row.Text(column, "choices")).OfType<string>()] : Split(Listed(row.Texts(columns, "choices"), row, columns));
        }
    }

    // A cell of a table may hold a list in JSON.
    private static ImmutableArray<string> Listed(ImmutableArray<string> texts, ImportRow row, string column)
    {
        if (texts is not [var text] || !JsonList().IsMatch(text))
        {
            return texts;
        }

        try
        {
            return JsonNodes.Read(text, row.Notes.File, row.Line) is SuiteList list && list.Items.All(item => item is SuiteScalar) ? [.. list.Items.Select(item => ((SuiteScalar)item).Text)] : texts;
        }
        catch (InputException)
        {
            row.Notes.Note(row.Line, column, "ListAsText");
            return texts;
        }
    }

    private static ImmutableArray<string> Split(ImmutableArray<string> texts) => texts is [var text] ? TruthfulFormats.Distinct(text.Split(['|', ';', '；'])) : texts;

    [GeneratedRegex("^\\s*\\[\\s*\".*\\]\\s*$", RegexOptions.Singleline | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex JsonList();
}
