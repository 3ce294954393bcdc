using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>Reads suite files: YAML (or JSON), samples inline or as JSONL in a file beside it. Gives the whole suite, or all problems at once.</summary>
public static partial class SuiteFile
{
    public const int MaximumBytes = 20 * 1024 * 1024;
    public const int MaximumSamples = 100_000;
    private const int MaximumProblems = 100;

    /// <exception cref="InputException">Everything wrong with the file, by line and field.</exception>
    public static PromptSuite Read(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Parse(Load(path, path), path, name => Load(Path.Combine(folder, name), name));
    }

    /// <param name="fileName">Named in problems.</param>
    /// <param name="data">Gives the text of the file that <c>data</c> names; null refuses such a field.</param>
    /// <exception cref="InputException">Everything wrong with the text, by line and field.</exception>
    public static PromptSuite Parse(string text, string fileName, Func<string, string>? data = null) => From(YamlNodes.Read(text, fileName), fileName, data);

    /// <summary>A suite from what <see cref="SuiteCanonical.Write"/> gave.</summary>
    public static PromptSuite ParseCanonical(string json, string name) => From(JsonNodes.Read(json, name, 1), name, null);

    private static PromptSuite From(SuiteNode? root, string file, Func<string, string>? data)
    {
        if (root is not SuiteMap map)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.NotSuite"), file, root?.Line ?? 1));
        }

        List<InputProblem> problems = [];
        var fields = new SuiteFields(map, "", file, problems);
        var scorers = ScorerReader.Read(fields, file, problems);
        var defaults = new SampleDefaults(fields.Text("prompt"), fields.Scalars("vars"), Language(fields) ?? "en", fields.Text("region"), scorers);
        var suite = new PromptSuite(
            Name(fields),
            fields.Whole("version", 1) ?? 1,
            defaults.Language,
            defaults.Region,
            fields.Text("description"),
            fields.Text("license"),
            fields.Text("fieldOfUse"),
            fields.Text("system"),
            Settings(fields.Child("generate")),
            fields.Whole("repeats", 1, 100) ?? 1,
            scorers,
            Samples(fields, defaults, file, data, problems),
            "");
        fields.RefuseOthers();
        if (problems.Count > 0)
        {
            throw new InputException([.. problems.OrderBy(problem => problem.File != file).ThenBy(problem => problem.Line).Take(MaximumProblems)]);
        }

        return suite with { Sha256 = SuiteCanonical.Hash(suite) };
    }

    private static string Name(SuiteFields fields)
    {
        var name = fields.Text("name", required: true);
        if (name is not null && !NameForm().IsMatch(name))
        {
            fields.Report("name", "NameForm", name);
        }

        return name ?? "";
    }

    internal static string? Language(SuiteFields fields)
    {
        var language = fields.Text("language");
        if (language is not null && !LanguageForm().IsMatch(language))
        {
            fields.Report("language", "LanguageForm", language);
        }

        return language;
    }

    private static GenerateSettings Settings(SuiteFields? generate)
    {
        var settings = new GenerateSettings();
        if (generate is null)
        {
            return settings;
        }

        settings = settings with
        {
            MaxTokens = generate.Whole("maxTokens", 1, 1_000_000) ?? settings.MaxTokens,
            Temperature = generate.Number("temperature", 0, 100) ?? settings.Temperature,
            TopP = generate.Number("topP", 1e-6, 1) ?? settings.TopP,
            TopK = generate.Whole("topK", 0) ?? settings.TopK,
            MinP = generate.Number("minP", 0, 0.999) ?? settings.MinP,
            Seed = generate.Whole("seed", 0) ?? settings.Seed,
            Stop = generate.Texts("stop"),
            JsonSchema = generate.Text("jsonSchema"),
        };
        generate.RefuseOthers();
        return settings;
    }

    private static ImmutableArray<Sample> Samples(SuiteFields fields, SampleDefaults defaults, string file, Func<string, string>? data, List<InputProblem> problems)
    {
        var samples = ImmutableArray.CreateBuilder<Sample>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var count = 0;
        var reader = new SampleReader(defaults, file, problems);
        foreach (var node in Inline(fields))
        {
            Add(reader, node, $"samples[{count}]", file);
        }

        if (fields.Text("data") is { } name && DataText(fields, name, data) is { } text)
        {
            reader = new SampleReader(defaults, name, problems);
            var line = 0;
            foreach (var record in text.Split('\n').Select(record => record.Trim()))
            {
                line++;
                if (record.Length > 0 && JsonLine(record, name, line, problems) is { } node)
                {
                    Add(reader, node, $"samples[{count}]", name);
                }
            }
        }

        if (count == 0)
        {
            fields.Report(fields.Line, "samples", "NoSamples");
        }
        else if (count > MaximumSamples)
        {
            fields.Report("samples", "TooManySamples", MaximumSamples.ToString(CultureInfo.InvariantCulture));
        }

        return samples.ToImmutable();

        void Add(SampleReader from, SuiteNode node, string path, string source)
        {
            count++;
            if (from.Read(node, path) is not { } sample)
            {
                return;
            }

            if (!lines.TryAdd(sample.Id, sample.Line))
            {
                problems.Add(new InputProblem(new Phrase("Suites.IdTwice", sample.Id, lines[sample.Id].ToString(CultureInfo.InvariantCulture)), source, sample.Line, $"{path}.id"));
            }

            samples.Add(sample);
        }
    }

    private static IReadOnlyList<SuiteNode> Inline(SuiteFields fields)
    {
        switch (fields.Find("samples"))
        {
            case null:
                return [];
            case SuiteList list:
                return list.Items;
            case { } other:
                fields.Report(other.Line, "samples", "NotList");
                return [];
        }
    }

    private static string? DataText(SuiteFields fields, string name, Func<string, string>? data)
    {
        if (data is null || name != Path.GetFileName(name) || name.Contains('\\', StringComparison.Ordinal))
        {
            fields.Report("data", data is null ? "NoDataHere" : "DataElsewhere", name);
            return null;
        }

        try
        {
            return data(name);
        }
        catch (InputException missing)
        {
            fields.Report("data", "DataUnreadable", name, missing.Problems[0].Message.ToString());
            return null;
        }
    }

    private static SuiteNode? JsonLine(string record, string file, int line, List<InputProblem> problems)
    {
        try
        {
            return JsonNodes.Read(record, file, line);
        }
        catch (InputException broken)
        {
            problems.AddRange(broken.Problems);
            return null;
        }
    }

    private static string Load(string path, string named)
    {
        try
        {
            var file = new FileInfo(path);
            return !file.Exists ? throw new InputException(new InputProblem(new Phrase("Suites.NoFile"), named))
                : file.Length > MaximumBytes ? throw new InputException(new InputProblem(new Phrase("Suites.TooLarge", MaximumBytes.ToString(CultureInfo.InvariantCulture)), named))
                : File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.Unreadable", unreadable.Message), named));
        }
    }

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageForm();
}
