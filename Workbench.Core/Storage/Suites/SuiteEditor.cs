using System.Globalization;
using System.Text.RegularExpressions;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Storage.Suites;

/// <summary>Takes edited suites. A version that nobody has run is a draft and may be saved over; one that was run, or shipped, stays as it is.</summary>
public sealed partial class SuiteEditor(SuiteFolder folder, SuiteCatalog catalog, SuiteHistory history)
{
    /// <summary>The text to be edited: the file's own where it holds the whole suite, else the suite written out.</summary>
    public static string Text(SuiteEntry entry) => entry.Suite is { } suite && !ReadsAlone(entry) ? SuiteYaml.Write(suite)
        : File.ReadAllText(File.Exists(entry.Path) ? entry.Path : SuiteFile.Inside(entry.Path)!);

    /// <summary>Why the version can't be saved over; null where it can, or where there is none yet.</summary>
    /// <param name="edited">The entry as it was when the editing began; a draft that somebody else made or saved since is not saved over. Null for a new suite.</param>
    public async Task<Phrase?> FixedAsync(PromptSuite suite, SuiteEntry? edited, CancellationToken cancellation)
    {
        var version = suite.Version.ToString(CultureInfo.InvariantCulture);
        var there = Entry(suite);
        if (there?.Suite!.Sha256 == suite.Sha256)
        {
            return null;
        }

        var uses = await history.ListAsync(suite.Name, cancellation).ConfigureAwait(false);
        return uses.Any(use => use.Version == suite.Version && use.Sha256 != suite.Sha256) ? new Phrase("Suites.VersionRun", suite.Name, version)
            : there is null ? null
            : there.Shipped ? new Phrase("Suites.VersionShipped", suite.Name, version)
            : there.Suite!.Sha256 != edited?.Suite?.Sha256 || !ReadsAlone(there) ? new Phrase("Suites.VersionThere", suite.Name, version)
            : null;
    }

    /// <summary>Checks the text and saves it: a new version as a file of its own, a draft over itself.</summary>
    /// <param name="fileName">Named in problems.</param>
    /// <exception cref="InputException">Everything wrong with the text, or the version stays as it is.</exception>
    /// <exception cref="NotAllowedException">The actor may not run suites.</exception>
    public async Task<PromptSuite> SaveAsync(string text, string fileName, SuiteEntry? edited, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var suite = SuiteFile.Parse(text, fileName);
        if (await FixedAsync(suite, edited, cancellation).ConfigureAwait(false) is { } reason)
        {
            throw new InputException(new InputProblem(reason, fileName, Field: "version", Hint: new Phrase("Suites.RaiseVersion")));
        }

        var draft = Entry(suite);
        if (draft is null && edited is { Suite: null, Shipped: false } && File.Exists(edited.Path))
        {
            // A broken file that was mended.
            SuiteFolder.Put(edited.Path, text, overwrite: true);
            return suite;
        }

        if (draft is not { Shipped: false } || !ReadsAlone(draft))
        {
            return folder.Add(text, fileName, actor);
        }

        SuiteFolder.Put(draft.Path, text, overwrite: true);
        return suite;
    }

    /// <summary>One more than the highest version of a name, in files or in runs.</summary>
    public async Task<int> NextVersionAsync(string name, CancellationToken cancellation) =>
        (await history.ListAsync(name, cancellation).ConfigureAwait(false)).Select(use => use.Version)
            .Concat(catalog.List().Where(entry => entry.Name == name && entry.Suite is not null).Select(entry => entry.Suite!.Version)).DefaultIfEmpty(0).Max() + 1;

    /// <summary>The text with another version number, all else as it was.</summary>
    public static string WithVersion(string text, int version)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"version: {version}");
        return VersionLine().IsMatch(text) ? VersionLine().Replace(text, line, 1) : NameLine().Replace(text, match => $"{match.Value}\n{line}", 1);
    }

    private SuiteEntry? Entry(PromptSuite suite) => catalog.List().Where(entry => entry.Name == suite.Name && entry.Suite?.Version == suite.Version).OrderBy(entry => entry.Shipped).FirstOrDefault();

    // Without JSONL beside it.
    private static bool ReadsAlone(SuiteEntry entry)
    {
        if (!File.Exists(entry.Path))
        {
            return false;
        }

        try
        {
            return SuiteFile.Parse(File.ReadAllText(entry.Path), entry.Path).Sha256 == entry.Suite?.Sha256;
        }
        catch (InputException)
        {
            // It needs its data files: the catalogue read it whole.
            return false;
        }
    }

    [GeneratedRegex(@"^version:[^\r\n]*", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"^name:[^\r\n]*", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex NameLine();
}
