using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>A suite file in one of the catalogue's folders.</summary>
/// <param name="Suite">Null when the file has problems.</param>
/// <param name="Shipped">Came with the workbench, rather than being added by a person.</param>
public sealed record SuiteEntry(string Path, string Name, PromptSuite? Suite, ImmutableArray<InputProblem> Problems, bool Shipped);

/// <summary>The suites of a workspace: those that people added, then those that came with the program. Read afresh each time, so that an edited file counts at once.</summary>
public sealed class SuiteCatalog(string ownFolder, string shippedFolder)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    public ImmutableArray<SuiteEntry> List() => [.. Files().Select(file => Entry(file.Path, file.Shipped)).OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>A suite by file path, or by the name of a catalogued one; <c>name@2</c> asks for that version.</summary>
    /// <exception cref="InputException">No such suite, or its file has problems.</exception>
    public PromptSuite Find(string pathOrName)
    {
        if (File.Exists(pathOrName))
        {
            return SuiteFile.Read(pathOrName);
        }

        var at = pathOrName.LastIndexOf('@');
        var name = at > 0 ? pathOrName[..at] : pathOrName;
        var byFile = Files().Where(file => Path.GetFileNameWithoutExtension(file.Path) == name).Select(file => Entry(file.Path, file.Shipped));
        var found = byFile.Concat(List()).FirstOrDefault(entry => entry.Name == name && (at <= 0 || entry.Suite?.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) == pathOrName[(at + 1)..]))
            ?? throw new InputException(new InputProblem(new Phrase("Suites.NoSuite", pathOrName), Hint: Hint(name)));
        return found.Suite ?? throw new InputException(found.Problems);
    }

    private Phrase Hint(string name)
    {
        var names = List().Select(entry => entry.Name).Distinct(StringComparer.Ordinal).ToList();
        return NearestName.Of(name, names) is { } near ? new Phrase("Suites.DidYouMean", near) : new Phrase("Suites.KnownSuites", string.Join(", ", names));
    }

    private IEnumerable<(string Path, bool Shipped)> Files() => In(ownFolder).Select(path => (path, false)).Concat(In(shippedFolder).Select(path => (path, true)));

    private static IEnumerable<string> In(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
        : [];

    private static SuiteEntry Entry(string path, bool shipped)
    {
        try
        {
            var suite = SuiteFile.Read(path);
            return new SuiteEntry(path, suite.Name, suite, [], shipped);
        }
        catch (InputException wrong)
        {
            return new SuiteEntry(path, Path.GetFileNameWithoutExtension(path), null, wrong.Problems, shipped);
        }
    }
}
