using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>Makes a suite of the nodes of its file.</summary>
internal static class SuiteReader
{
    private const int MaximumProblems = 100;

    /// <exception cref="InputException">Everything wrong, by line and field; of very many problems the first and their number.</exception>
    public static PromptSuite Read(SuiteNode? root, string file, Func<string, TextReader>? data, bool canonical = false)
    {
        if (root is not SuiteMap map)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.NotSuite"), file, root?.Line ?? 1));
        }

        List<InputProblem> problems = [];
        var fields = new SuiteFields(map, SuiteForms.Suite, "", file, problems);
        var suite = Facts(fields);
        var shots = FewShotReader.Read(fields);
        var samples = new SampleList(fields, new SampleDefaults(suite, fields.Text("prompt"), fields.Pairs("vars"), fields.Find("scorers") is SuiteList { Items.Count: > 0 }, canonical), data);
        samples.ReadAll();
        fields.RefuseOthers();
        suite = suite with { Samples = samples.Resolve(), FewShot = FewShotReader.Resolve(shots, samples.Find) ?? [] };
        CheckCanary(fields, suite);
        if (problems.Count > 0)
        {
            throw new InputException(Told(problems, file));
        }

        return suite with { Sha256 = SuiteCanonical.Hash(suite) };
    }

    internal static ImmutableArray<InputProblem> Told(List<InputProblem> problems, string file)
    {
        ImmutableArray<InputProblem> sorted = [.. problems.OrderBy(problem => problem.File != file).ThenBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line)];
        return sorted.Length <= MaximumProblems ? sorted
            : [.. sorted.Take(MaximumProblems), new InputProblem(new Phrase("Suites.MoreProblems", (sorted.Length - MaximumProblems).ToString(CultureInfo.InvariantCulture)), file)];
    }

    private static PromptSuite Facts(SuiteFields fields)
    {
        var language = fields.Formed("language", "LanguageForm") ?? "en";
        var descriptions = fields.Worded("description");
        return new PromptSuite(
            fields.Formed("name", "NameForm") ?? "",
            (int)(fields.Whole("version") ?? 1),
            language,
            fields.Text("region"),
            descriptions.IsEmpty ? fields.Find("description") is SuiteMap ? null : fields.Text("description") : Described(descriptions, language),
            fields.Text("license"),
            fields.Text("fieldOfUse"),
            fields.Text("system"),
            GenerateReader.Read(fields.Child("generate")),
            (int)(fields.Whole("repeats") ?? 1),
            ScorerReader.Read(fields),
            [],
            "")
        {
            Jurisdiction = fields.Text("jurisdiction"),
            Canary = Canary(fields),
            Metadata = fields.Pairs("metadata"),
            Descriptions = descriptions,
        };
    }

    /// <summary>The text that belongs to the content, and so to the hash: in the suite's own language, else in English, else the first. The others are translations of it.</summary>
    private static string Described(ImmutableSortedDictionary<string, string> descriptions, string language) =>
        descriptions.GetValueOrDefault(language) ?? descriptions.GetValueOrDefault("en") ?? descriptions.Values.First();

    private static string? Canary(SuiteFields fields)
    {
        var canary = fields.Text("canary");
        var least = SuiteForms.Suite["canary"].Least;
        if (canary is not null && canary.Length < least)
        {
            fields.Report("canary", "CanaryShort", least.ToString(CultureInfo.InvariantCulture));
        }

        return canary;
    }

    // Of each sample its reader looks; what stands before all of them is looked at here.
    private static void CheckCanary(SuiteFields fields, PromptSuite suite)
    {
        if (suite.Canary is not { Length: > 0 } canary)
        {
            return;
        }

        if (suite.System?.Contains(canary, StringComparison.Ordinal) == true)
        {
            fields.Report("system", "CanarySent");
        }

        if (suite.FewShot.Any(shot => shot.Prompt.Contains(canary, StringComparison.Ordinal) || shot.Answer.Contains(canary, StringComparison.Ordinal)))
        {
            fields.Report("fewShot", "CanarySent");
        }
    }
}
