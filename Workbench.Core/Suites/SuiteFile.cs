using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>Reads suite files: YAML (or JSON), samples inline or as JSONL in files beside it; or a folder that holds a <c>suite.yaml</c>. Gives the whole suite, or all problems at once.</summary>
public static class SuiteFile
{
    /// <summary>Of the suite file itself; samples beyond that belong into JSONL beside it.</summary>
    public const int MaximumBytes = 20 * 1024 * 1024;

    /// <summary>Of one JSONL file.</summary>
    public const long MaximumDataBytes = 1L << 30;

    public const int MaximumSamples = 100_000;

    private static readonly string[] FolderFiles = ["suite.yaml", "suite.yml", "suite.json"];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="path">A file, or a folder with a <c>suite.yaml</c>.</param>
    /// <exception cref="InputException">Everything wrong with the file, by line and field.</exception>
    public static PromptSuite Read(string path)
    {
        var file = Directory.Exists(path) ? Inside(path) ?? throw new InputException(new InputProblem(new Phrase("Suites.NoSuiteInFolder", FolderFiles[0]), path)) : path;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        using var reader = Open(file, file, MaximumBytes);
        return Parse(Whole(reader, file), file, name => Open(Path.Combine(folder, name), name, MaximumDataBytes));
    }

    /// <returns>The suite file of a folder; null when it has none.</returns>
    public static string? Inside(string folder) => FolderFiles.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <param name="fileName">Named in problems.</param>
    /// <param name="data">Opens a file that <c>data</c> names; null refuses such a field.</param>
    /// <exception cref="InputException">Everything wrong with the text, by line and field.</exception>
    public static PromptSuite Parse(string text, string fileName, Func<string, TextReader>? data = null) => SuiteReader.Read(YamlNodes.Read(text, fileName), fileName, data);

    /// <summary>One scorer or a list of them as a suite file writes them: a kind, or a mapping with its settings.</summary>
    /// <param name="named">Where the text stands, for problems.</param>
    /// <exception cref="InputException">Everything wrong with the text.</exception>
    public static ImmutableArray<ScorerSpec> ParseScorers(string text, string named)
    {
        var node = YamlNodes.Read(text, named) ?? throw new InputException(new InputProblem(new Phrase("Suites.NotMapping"), named));
        var list = node is SuiteList ? node : new SuiteList([node], node.Line);
        List<InputProblem> problems = [];
        var scorers = ScorerReader.Read(new SuiteFields(new SuiteMap([(new SuiteScalar("scorers", node.Line, false, false), list)], node.Line), SuiteForms.Suite, "", named, problems));
        return problems.Count == 0 ? scorers : throw new InputException(SuiteReader.Told(problems, named));
    }

    /// <summary>A suite from what <see cref="SuiteCanonical.Write"/> gave.</summary>
    public static PromptSuite ParseCanonical(string json, string name) => SuiteReader.Read(JsonNodes.Read(json, name, 1), name, null, canonical: true);

    private static StreamReader Open(string path, string named, long most)
    {
        try
        {
            var file = new FileInfo(path);
            return !file.Exists ? throw new InputException(new InputProblem(new Phrase("Suites.NoFile"), named))
                : file.Length > most ? throw new InputException(new InputProblem(new Phrase("Suites.TooLarge", most.ToString(CultureInfo.InvariantCulture)), named, Hint: new Phrase("Suites.SplitData")))
                : new StreamReader(path, Strict, detectEncodingFromByteOrderMarks: true);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.Unreadable", FileWords.Of(unreadable)), named));
        }
    }

    private static string Whole(StreamReader reader, string named)
    {
        try
        {
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.NotUtf8"), named));
        }
        catch (IOException unreadable)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.Unreadable", FileWords.Of(unreadable)), named));
        }
    }
}
