using System.Collections.Immutable;
using System.Globalization;

namespace Workbench.Core.Suites.Import;

/// <summary>A configuration of promptfoo: every test with every prompt is a sample; the prompts of one test are a cluster.</summary>
internal sealed class PromptfooConfig(SuiteMap root, ImportNotes notes)
{
    private static readonly string[] Known = ["prompts", "tests", "defaultTest", "description", "evaluateOptions"];
    private static readonly string[] KnownOfTest = ["vars", "assert", "description", "metadata"];

    public SuiteDraft? Read(int? limit)
    {
        foreach (var (name, _) in root.Entries.Where(entry => !Known.Contains(entry.Name.Text)))
        {
            notes.Note(name.Line, name.Text, "FieldNotMapped");
        }

        var prompts = Prompts();
        var common = root.Get("defaultTest") as SuiteMap;
        Leftover(common, "defaultTest");
        var tests = Tests();
        if (prompts.Count == 0)
        {
            notes.Report(root.Line, "prompts", "Missing");
        }

        if (tests.Count == 0 && notes.Problems.Count == 0)
        {
            notes.Report(root.Line, "tests", "Missing");
        }

        var samples = new List<Sample>();
        foreach (var (at, test) in tests.Index())
        {
            samples.AddRange(Samples(test, at, prompts, common).Take(SuiteFile.MaximumSamples + 1 - samples.Count));
            if (samples.Count >= (limit ?? SuiteFile.MaximumSamples + 1) || notes.IsHopeless)
            {
                break;
            }
        }

        notes.Take("tests[].vars", "prompt");
        notes.Take("tests[].assert", "scorers");
        return new SuiteDraft("promptfoo", "en", limit is { } most ? [.. samples.Take(most)] : samples)
        {
            Description = root.GetText("description"),
            Repeats = Repeats(),
        };
    }

    private int Repeats()
    {
        if (root.Get("evaluateOptions") is not SuiteMap options)
        {
            return 1;
        }

        foreach (var (name, _) in options.Entries.Where(entry => entry.Name.Text != "repeat"))
        {
            notes.Note(name.Line, $"evaluateOptions.{name.Text}", "FieldNotMapped");
        }

        return (int)Math.Clamp(options.GetNumber("repeat") ?? 1, 1, SuiteForms.MaximumRepeats);
    }

    private List<(string Label, string Text)> Prompts()
    {
        var prompts = new List<(string, string)>();
        foreach (var (at, node) in root.Get("prompts").Items().Index())
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"prompts[{at}]");
            var text = node is SuiteMap map ? map.GetText("raw") ?? map.GetText("id") : (node as SuiteScalar)?.Text;
            var label = (node as SuiteMap)?.GetText("label") ?? string.Create(CultureInfo.InvariantCulture, $"prompt-{at + 1}");
            if (text is null)
            {
                notes.Report(node.Line, field, "NotText");
            }
            else if (!text.StartsWith("file://", StringComparison.Ordinal))
            {
                prompts.Add((label, text));
            }
            else if (Path.GetExtension(text) is not (".txt" or ".md" or ".njk"))
            {
                notes.Report(node.Line, field, "FileKind", text);
            }
            else if (Beside(text, node.Line, field) is { } path)
            {
                prompts.Add((label, ForeignTable.Whole(path, path).TrimEnd('\n')));
            }
        }

        return prompts;
    }

    private List<SuiteMap> Tests()
    {
        var tests = new List<SuiteMap>();
        foreach (var (at, node) in root.Get("tests").Items().Index())
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"tests[{at}]");
            if (node is SuiteMap map)
            {
                tests.Add(map);
            }
            else if ((node as SuiteScalar)?.Text is not { } name || !name.StartsWith("file://", StringComparison.Ordinal))
            {
                notes.Report(node.Line, field, "NotMapping");
            }
            else if (Path.GetExtension(name).ToLowerInvariant() is not (".csv" or ".yaml" or ".yml" or ".json" or ".jsonl"))
            {
                notes.Report(node.Line, field, "FileKind", name);
            }
            else if (Beside(name, node.Line, field) is { } path)
            {
                tests.AddRange(Path.GetExtension(path).ToLowerInvariant() switch
                {
                    ".csv" => ForeignTable.Read(path, notes).Select(PromptfooCells.Test),
                    ".yaml" or ".yml" => YamlNodes.Read(ForeignTable.Whole(path, path), path).Items().OfType<SuiteMap>(),
                    _ => ForeignTable.Read(path, notes),
                });
            }
        }

        return tests;
    }

    private string? Beside(string name, int line, string field)
    {
        var path = NodeLook.Beside(notes.File, name["file://".Length..]);
        if (path is null || !File.Exists(path))
        {
            notes.Report(line, field, "FileElsewhere", name);
            return null;
        }

        return path;
    }

    private void Leftover(SuiteMap? test, string field)
    {
        foreach (var (name, _) in test?.Entries.Where(entry => !KnownOfTest.Contains(entry.Name.Text)) ?? [])
        {
            notes.Note(name.Line, $"{field}.{name.Text}", "FieldNotMapped");
        }
    }

    private IEnumerable<Sample> Samples(SuiteMap test, int at, List<(string Label, string Text)> prompts, SuiteMap? common)
    {
        var field = string.Create(CultureInfo.InvariantCulture, $"tests[{at}]");
        Leftover(test, field);
        var vars = Vars(common).Concat(Vars(test)).GroupBy(pair => pair.Name, StringComparer.Ordinal).Select(group => (Name: group.Key, group.Last().Value)).ToList();
        if (vars.FirstOrDefault(pair => pair.Value is SuiteScalar { Text: var text } && text.StartsWith("file://", StringComparison.Ordinal)).Value is { } file)
        {
            notes.Note(test.Line, $"{field}.vars", "FileNotRead", file.AsText());
            yield break;
        }

        var combinations = Combinations(vars, 0, Option(test, "disableVarExpansion") ?? Option(common, "disableVarExpansion") ?? false);
        var isMany = combinations.Skip(1).Any();
        foreach (var (number, values) in combinations.Index())
        {
            // What is said of the assertions is said once.
            var told = number == 0 ? notes : new ImportNotes(notes.File);
            string? Value(string name) => values.TryGetValue(name, out var text) ? text : null;
            var asserts = new PromptfooAsserts(told, Value);
            asserts.AddAll(common?.Get("assert").Items() ?? [], "defaultTest.assert");
            asserts.AddAll(test.Get("assert").Items(), $"{field}.assert");
            if (asserts.Scorers.Count == 0)
            {
                told.Note(test.Line, $"{field}.assert", "OnlyMeasured");
            }

            foreach (var (index, prompt) in prompts.Index())
            {
                if (BraceTemplate.Fill(prompt.Text, Value, out var unknown) is not { } text)
                {
                    told.Note(test.Line, string.Create(CultureInfo.InvariantCulture, $"prompts[{index}]"), "TemplateNotFilled", unknown!);
                    continue;
                }

                var id = string.Create(CultureInfo.InvariantCulture, $"t{at + 1}");
                var one = isMany ? string.Create(CultureInfo.InvariantCulture, $"{id}-{number + 1}") : id;
                yield return RowFormat.Sample(prompts.Count == 1 ? one : string.Create(CultureInfo.InvariantCulture, $"{one}-p{index + 1}"), text, test.Line) with
                {
                    Targets = asserts.Targets,
                    Scorers = asserts.Scorers.Count == 0 ? [new ScorerSpec("length")] : [.. asserts.Scorers],
                    Cluster = prompts.Count == 1 && !isMany ? null : id,
                    Tags = prompts.Count == 1 ? [] : [prompt.Label],
                    Metadata = Metadata(test),
                };
            }
        }
    }

    private static bool? Option(SuiteMap? test, string name) => (test?.Get("options") as SuiteMap)?.GetText(name) is { } text ? text == "true" : null;

    /// <summary>Each value of each variable that is a list with each of the others, the first variable changing last.</summary>
    /// <param name="whole">A list stays one value.</param>
    private static IEnumerable<ImmutableDictionary<string, string>> Combinations(List<(string Name, SuiteNode Value)> vars, int at, bool whole)
    {
        if (at == vars.Count)
        {
            yield return ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);
            yield break;
        }

        var (name, value) = vars[at];
        foreach (var each in whole || value is not SuiteList list ? [value] : list.Items)
        {
            foreach (var rest in Combinations(vars, at + 1, whole))
            {
                yield return rest.SetItem(name, each.AsText());
            }
        }
    }

    private static IEnumerable<(string Name, SuiteNode Value)> Vars(SuiteMap? test) => (test?.Get("vars") as SuiteMap)?.Entries.Select(entry => (entry.Name.Text, entry.Value)) ?? [];

    private static ImmutableSortedDictionary<string, string> Metadata(SuiteMap test)
    {
        var pairs = TruthfulFormats.Pairs(("description", test.GetText("description")));
        return pairs.SetItems(((test.Get("metadata") as SuiteMap)?.Entries ?? []).Where(entry => entry.Value is not SuiteScalar { IsNull: true }).Select(entry => KeyValuePair.Create(entry.Name.Text, entry.Value.AsText())));
    }
}
