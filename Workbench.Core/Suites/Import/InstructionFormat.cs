using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference;

namespace Workbench.Core.Suites.Import;

/// <summary>IFEval (Zhou et al. 2023): the kinds of instructions that the scorer <c>instruction</c> has become its settings; others are noted one by one.</summary>
internal static class InstructionFormat
{
    public static RowFormat Format { get; } = new("ifeval", ["prompt", "instruction_id_list", "kwargs"], "en", "Apache-2.0", [], Read) { Settings = new GenerateSettings(MaxTokens: 1280) };

    private static Sample? Read(ImportRow row, int number)
    {
        row.Notes.Take("instruction_id_list", "scorers");
        row.Notes.Take("kwargs", "scorers");
        if (row.Need("prompt", "prompt") is not { } prompt)
        {
            return null;
        }

        if (row.Find("instruction_id_list") is not SuiteList kinds || row.Find("kwargs") is not SuiteList given || kinds.Items.Count != given.Items.Count)
        {
            row.Notes.Report(row.Line, "kwargs", "KindsAndSettings");
            return null;
        }

        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (kind, values) in kinds.Items.Zip(given.Items))
        {
            var name = (kind as SuiteScalar)?.Text ?? "";
            if (Settings(name, values as SuiteMap) is not { } rule || rule.Any(pair => settings.TryGetValue(pair.Name, out var other) && other != pair.Text))
            {
                row.Notes.Note(row.Line, "instruction_id_list", "InstructionNotMapped", name);
                continue;
            }

            foreach (var (setting, text) in rule)
            {
                settings[setting] = text;
            }
        }

        if (settings.Count == 0)
        {
            row.Notes.Note(row.Line, "instruction_id_list", "SampleWithoutRules");
            return null;
        }

        return RowFormat.Sample(row.Text("key", "id") ?? TruthfulFormats.Id(number), prompt, row.Line) with
        {
            Scorers = [new ScorerSpec("instruction", settings.ToImmutableSortedDictionary(StringComparer.Ordinal))],
            Tags = TruthfulFormats.Distinct(kinds.Items.OfType<SuiteScalar>().Select(kind => kind.Text)),
        };
    }

    private static (string Name, string Text)[]? Settings(string kind, SuiteMap? values)
    {
        (string Name, string? Text)[]? found = kind switch
        {
            "keywords:existence" => [("include", All("keywords"))],
            "keywords:forbidden_words" => [("exclude", All("forbidden_words"))],
            "keywords:frequency" => [("keyword", One("keyword")), Count("keyword", "frequency", "relation")],
            "keywords:letter_frequency" => [("letter", One("letter")), Count("letter", "let_frequency", "let_relation")],
            "language:response_language" => [("language", One("language"))],
            "length_constraints:number_words" => [Count("words", "num_words", "relation")],
            "length_constraints:number_sentences" => [Count("sentences", "num_sentences", "relation")],
            "length_constraints:number_paragraphs" => [("paragraphs", One("num_paragraphs")), ("paragraphs-by", "divider")],
            "length_constraints:nth_paragraph_first_word" => [("paragraphs", One("num_paragraphs")), ("paragraphs-by", "blank"), ("paragraph-nth", One("nth_paragraph")), ("paragraph-word", One("first_word"))],
            "detectable_content:number_placeholders" => [("placeholders-least", One("num_placeholders"))],
            "detectable_content:postscript" => [("postscript", One("postscript_marker"))],
            "detectable_format:number_bullet_lists" => [("bullets", One("num_bullets"))],
            "detectable_format:number_highlighted_sections" => [("highlights-least", One("num_highlights"))],
            "detectable_format:multiple_sections" => [("section-word", One("section_spliter")), ("sections-least", One("num_sections"))],
            "detectable_format:json_format" => [("json", "true")],
            "detectable_format:title" => [("title", "true")],
            "combination:two_responses" => [("responses", "2")],
            "combination:repeat_prompt" => [("repeat", One("prompt_to_repeat"))],
            "startend:end_checker" => [("end", One("end_phrase"))],
            "startend:quotation" => [("quoted", "true")],
            "change_case:english_capital" => [("letter-case", "upper")],
            "change_case:english_lowercase" => [("letter-case", "lower")],
            "change_case:capital_word_frequency" => [Count("capitals", "capital_frequency", "capital_relation")],
            "punctuation:no_comma" => [("commas", "none")],
            _ => null,
        };
        var known = ScorerSyntax.Known["instruction"].Settings;
        return found is null || found.Any(pair => pair.Text is null || known[pair.Name].Problem(pair.Text) is not null) ? null : [.. found.Select(pair => (pair.Name, pair.Text!))];

        SuiteNode? Value(string name) => values?.Entries.FirstOrDefault(entry => entry.Name.Text == name).Value;

        string? One(string name) => Value(name) is SuiteScalar { IsNull: false } scalar ? scalar.Text : null;

        // A bar sets texts apart in a suite, so a text that holds one has no counterpart.
        string? All(string name) => Value(name) is SuiteList list && list.Items.All(item => item is SuiteScalar word && !word.Text.Contains('|', StringComparison.Ordinal))
            ? string.Join('|', list.Items.Select(item => ((SuiteScalar)item).Text)) : null;

        (string, string?) Count(string what, string number, string relation) =>
            int.TryParse(One(number), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && One(relation) is { } how && how is "at least" or "less than"
                ? how == "at least" ? ($"{what}-least", Text(count)) : ($"{what}-most", Text(count - 1))
                : ($"{what}-least", null);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
