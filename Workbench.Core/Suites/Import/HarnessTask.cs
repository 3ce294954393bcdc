using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Workbench.Core.Inference;

namespace Workbench.Core.Suites.Import;

/// <summary>A task of lm-evaluation-harness with its data as JSONL, JSON or CSV in the same folder. Python code in it is not run: where it makes the samples, the task is refused.</summary>
internal sealed partial class HarnessTask(SuiteMap root, string text, ImportNotes notes)
{
    private static readonly string[] Known =
    [
        "task", "dataset_path", "dataset_kwargs", "output_type", "test_split", "validation_split", "training_split", "doc_to_text", "doc_to_choice", "doc_to_target", "generation_kwargs", "metric_list", "description", "repeats",
        "num_fewshot", "fewshot_split", "fewshot_config", "filter_list",
    ];

    public SuiteDraft? Read(int? limit)
    {
        Functions();
        foreach (var (name, _) in root.Entries.Where(entry => !Known.Contains(entry.Name.Text)))
        {
            notes.Note(name.Line, name.Text, "FieldNotMapped");
        }

        var type = root.GetText("output_type") ?? "generate_until";
        if (type is not ("generate_until" or "multiple_choice"))
        {
            notes.Report(root.Get("output_type")!.Line, "output_type", "OutputType", type);
        }

        foreach (var field in (string[])["doc_to_text", "doc_to_target"])
        {
            if (root.GetText(field) is null && notes.Problems.Count == 0)
            {
                notes.Report(root.Line, field, "Missing");
            }
        }

        if (DataFile() is not { } path || notes.Problems.Count > 0)
        {
            return null;
        }

        var data = new ImportNotes(path);
        var samples = new List<Sample>();
        foreach (var row in ForeignTable.Read(path, data))
        {
            if (Sample(new ImportRow(row, data), samples.Count + 1, type == "multiple_choice") is { } sample)
            {
                samples.Add(sample);
            }

            if (samples.Count >= (limit ?? SuiteFile.MaximumSamples + 1) || data.IsHopeless)
            {
                break;
            }
        }

        var isChoice = type == "multiple_choice";
        var shots = new HarnessShots(root, notes, (row, number) => Sample(row, number, isChoice)).Read(DataPath, Split, samples);
        notes.Problems.AddRange(data.Problems);
        if (root.GetText("description") is { } description)
        {
            // The harness says it once, before everything; an example that is also a sample can't hold it.
            var first = shots is [{ SampleId: null }, ..];
            shots = first ? shots.SetItem(0, shots[0] with { Prompt = description + shots[0].Prompt }) : shots;
            samples = first ? samples : samples.ConvertAll(sample => sample with { Prompt = description + sample.Prompt });
        }

        foreach (var field in data.Taken)
        {
            notes.Take(field.From, field.To);
        }

        return new SuiteDraft("lm-eval", "en", samples) { Name = root.GetText("task"), Settings = Settings(), Scorers = [Scorer(isChoice, samples)], FewShot = shots };
    }

    // The tag is not part of a node; without it the name of the function would pass for a field.
    private void Functions()
    {
        foreach (var (at, line) in text.Split('\n').Index())
        {
            if (Function().Match(line) is not { Success: true } call)
            {
                continue;
            }

            var field = call.Groups["field"].Value;
            if (field is "process_results" or "aggregation" or "metric" or "higher_is_better")
            {
                notes.Note(at + 1, field, "FunctionNotMapped");
            }
            else
            {
                notes.Report(at + 1, field, "FunctionRefused");
            }
        }
    }

    private string? Split => root.GetText("test_split") ?? root.GetText("validation_split") ?? root.GetText("training_split");

    private string? DataFile()
    {
        var kind = root.GetText("dataset_path");
        var files = (root.Get("dataset_kwargs") as SuiteMap)?.Get("data_files");
        if (kind is not ("json" or "csv") || files is null)
        {
            notes.Report((root.Get("dataset_path") ?? root).Line, "dataset_path", "DataNotLocal", kind ?? "");
            return null;
        }

        if (DataPath(Split) is not { } path)
        {
            notes.Report(files.Line, "dataset_kwargs.data_files", "FileElsewhere", NameOf(Split) ?? "");
            return null;
        }

        return path;
    }

    /// <summary>The file of a split, which lies beside the task; null where it does not.</summary>
    private string? DataPath(string? split) => NameOf(split) is { } name && NodeLook.Beside(notes.File, name) is { } path && File.Exists(path) ? path : null;

    private string? NameOf(string? split)
    {
        var files = (root.Get("dataset_kwargs") as SuiteMap)?.Get("data_files");
        var listed = files is SuiteMap map ? split is null ? [] : map.Get(split).Items() : files.Items();
        return (listed is [var first, ..] ? first as SuiteScalar : null)?.Text;
    }

    private Sample? Sample(ImportRow row, int number, bool isChoice)
    {
        if (Value(row, "doc_to_text") is not { } asked || Target(row) is not { } targets)
        {
            return null;
        }

        var sample = RowFormat.Sample(TruthfulFormats.Id(number), asked.AsText(), row.Line);
        var choices = isChoice || WantsChoices ? Choices(row) : [];
        if (!isChoice && choices.Length < 2)
        {
            return sample with { Targets = targets };
        }

        ImmutableArray<int> right = [.. targets.Select(target => Right(target, choices)).Distinct().Order()];
        if (right.IsEmpty || right[0] < 0)
        {
            row.Notes.Report(row.Line, "doc_to_target", "NoRightChoice");
            return null;
        }

        return sample with { Choices = choices, TargetChoice = right[0], Targets = [.. right.Select(index => choices[index])] };
    }

    /// <summary>A filter looks for the letter of a choice in what was written.</summary>
    private bool WantsChoices => root.Get("filter_list").Items().OfType<SuiteMap>().SelectMany(pipeline => pipeline.Get("filter").Items()).OfType<SuiteMap>().Any(step => step.GetText("function") == "multi_choice_regex");

    /// <summary>By text, index, or letter, which may stand in brackets; -1 for none of the choices.</summary>
    private static int Right(string target, ImmutableArray<string> choices)
    {
        var plain = target.Trim(' ', '(', ')');
        return choices.IndexOf(target) is >= 0 and var at ? at
            : int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < choices.Length ? index
            : plain.Length == 1 && char.ToUpperInvariant(plain[0]) - 'A' is >= 0 and var letter && letter < choices.Length ? letter : -1;
    }

    private ImmutableArray<string>? Target(ImportRow row) => Value(row, "doc_to_target") is { } node ? [.. node.Items().Select(item => item.AsText())] : null;

    private ImmutableArray<string> Choices(ImportRow row) =>
        root.Get("doc_to_choice") is SuiteList written ? [.. written.Items.Select(item => item.AsText())]
        : root.Get("doc_to_choice") is null && WantsChoices ? row.Texts("choices", "choices")
        : Value(row, "doc_to_choice") is { } node ? [.. node.Items().Select(item => item.AsText())] : [];

    /// <summary>A template filled in, the field that it names alone, or a whole number as it stands.</summary>
    private SuiteNode? Value(ImportRow row, string field)
    {
        if (root.GetText(field) is not { } template)
        {
            row.Notes.Report(row.Line, field, "Missing");
            return null;
        }

        var alone = Alone().Match(template);
        if (!alone.Success && !BraceTemplate.HasPlaces(template))
        {
            return row.Has(template) ? Found(template) : new SuiteScalar(template, row.Line, false, false);
        }

        if (alone.Success)
        {
            return Found(alone.Groups["name"].Value);
        }

        if (BraceTemplate.Fill(template, name => Taken(name)?.AsText(), out var unknown) is { } filled)
        {
            return new SuiteScalar(filled, row.Line, false, false);
        }

        row.Notes.Report(row.Line, field, "TemplateNotFilled", unknown!);
        return null;

        SuiteNode? Taken(string name)
        {
            row.Notes.Take(name, field["doc_to_".Length..]);
            return row.Find(name);
        }

        SuiteNode? Found(string name)
        {
            if (Taken(name) is { } node)
            {
                return node;
            }

            row.Notes.Report(row.Line, name, "Missing");
            return null;
        }
    }

    private GenerateSettings Settings()
    {
        if (root.Get("generation_kwargs") is not SuiteMap given)
        {
            return new GenerateSettings();
        }

        foreach (var (name, _) in given.Entries.Where(entry => entry.Name.Text is not ("until" or "max_gen_toks" or "temperature" or "top_p" or "do_sample")))
        {
            notes.Note(name.Line, $"generation_kwargs.{name.Text}", "FieldNotMapped");
        }

        var usual = new GenerateSettings();
        return usual with
        {
            Stop = [.. given.Get("until").Items().Select(item => item.AsText()).Where(stop => stop.Length > 0)],
            MaxTokens = (int)Math.Clamp(given.GetNumber("max_gen_toks") ?? usual.MaxTokens, 1, 1_000_000),
            Temperature = given.GetText("do_sample") == "false" ? 0 : Math.Max(0, given.GetNumber("temperature") ?? 0),
            TopP = Math.Clamp(given.GetNumber("top_p") ?? 1, 1e-6, 1),
        };
    }

    private ScorerSpec Scorer(bool isChoice, List<Sample> samples)
    {
        var metrics = root.Get("metric_list").Items().OfType<SuiteMap>().Select(metric => (metric.Line, Name: metric.GetText("metric") ?? "")).ToList();
        var known = isChoice ? (string[])["acc", "acc_norm"] : ["exact_match", "f1", "bleu", "rougeL"];
        foreach (var (line, name) in metrics.Where(metric => !known.Contains(metric.Name)))
        {
            notes.Note(line, "metric_list", "MetricNotMapped", name);
        }

        var first = metrics.Select(metric => metric.Name).FirstOrDefault(known.Contains);
        var filtered = new HarnessFilters(root, notes).Read(samples.TrueForAll(static sample => !sample.Choices.IsEmpty));
        if (filtered is not null && !isChoice && first is null or "exact_match")
        {
            return filtered;
        }

        return first switch
        {
            _ when isChoice => new ScorerSpec("choice-likelihood", first == "acc_norm" ? ImmutableSortedDictionary<string, string>.Empty.Add("normalize", "characters") : ImmutableSortedDictionary<string, string>.Empty),
            "f1" or "bleu" => new ScorerSpec(first),
            "rougeL" => new ScorerSpec("rouge-l"),
            _ => new ScorerSpec("exact"),
        };
    }

    [GeneratedRegex(@"^[\s-]*(?<field>[A-Za-z_]+):\s*!function\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Function();

    [GeneratedRegex(@"^\s*\{\{\s*(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*\}\}\s*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Alone();
}
