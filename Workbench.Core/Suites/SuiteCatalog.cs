using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>A suite file in one of the catalogue's folders.</summary>
/// <param name="Path">Of the file; for a suite that is a folder, of the folder.</param>
/// <param name="Suite">Null when the file has problems.</param>
/// <param name="Shipped">Came with the workbench, rather than being added by a person.</param>
public sealed record SuiteEntry(string Path, string Name, PromptSuite? Suite, ImmutableArray<InputProblem> Problems, bool Shipped);

/// <summary>The suites of a workspace: those that people added, then those that came with the program. An edited file counts at once; one that did not change is not read again.</summary>
public sealed class SuiteCatalog(string ownFolder, string shippedFolder)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    private readonly ConcurrentDictionary<string, (string Stamp, SuiteEntry Entry)> _read = new(StringComparer.Ordinal);

    public ImmutableArray<SuiteEntry> List()
    {
        ImmutableArray<SuiteEntry> entries = [.. Files().Select(file => Entry(file.Path, file.Shipped)).OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenBy(entry => entry.Suite?.Version)];
        foreach (var gone in _read.Keys.Except(entries.Select(entry => entry.Path), StringComparer.Ordinal))
        {
            _read.TryRemove(gone, out _);
        }

        return entries;
    }

    /// <summary>A suite by the path of its file or folder, or by the name of a catalogued one, of which the highest version is taken; <c>name@2</c> asks for that version.</summary>
    /// <exception cref="InputException">No such suite, or its file has problems.</exception>
    public PromptSuite Find(string pathOrName)
    {
        if (File.Exists(pathOrName) || (Directory.Exists(pathOrName) && SuiteFile.Inside(pathOrName) is not null))
        {
            return SuiteFile.Read(pathOrName);
        }

        var (name, version) = Parts(pathOrName);
        // A broken file of a person's own is not passed over for another of its name.
        var named = List().OrderByDescending(entry => entry is { Suite: null, Shipped: false }).ThenByDescending(entry => entry.Suite?.Version);
        var found = named.FirstOrDefault(entry => entry.Name == name && (version is null || entry.Suite?.Version == version))
            ?? throw new InputException(new InputProblem(new Phrase("Suites.NoSuite", pathOrName), Hint: Hint(name)));
        return found.Suite ?? throw new InputException(found.Problems);
    }

    /// <summary><c>name@2</c> in its parts; no version where none is asked for.</summary>
    public static (string Name, int? Version) Parts(string key) =>
        key.LastIndexOf('@') is > 0 and var at && int.TryParse(key[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? (key[..at], version) : (key, null);

    private Phrase Hint(string name)
    {
        var names = List().Select(entry => entry.Name).Distinct(StringComparer.Ordinal).ToList();
        return NearestName.Of(name, names) is { } near ? new Phrase("Suites.DidYouMean", near) : new Phrase("Suites.KnownSuites", string.Join(", ", names));
    }

    private IEnumerable<(string Path, bool Shipped)> Files() => In(ownFolder).Select(path => (path, false)).Concat(In(shippedFolder).Select(path => (path, true)));

    private static IEnumerable<string> In(string folder) => !Directory.Exists(folder) ? []
        : Directory.EnumerateFiles(folder).Where(path => Extensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && !System.IO.Path.GetFileName(path).StartsWith('.'))
            .Concat(Directory.EnumerateDirectories(folder).Where(static inner => SuiteFile.Inside(inner) is not null && !System.IO.Path.GetFileName(inner).StartsWith('.')))
            .Order(StringComparer.Ordinal);

    private SuiteEntry Entry(string path, bool shipped)
    {
        var stamp = Stamp(path);
        if (_read.TryGetValue(path, out var known) && known.Stamp == stamp)
        {
            return known.Entry;
        }

        var entry = Read(path, shipped);
        _read[path] = (stamp, entry);
        return entry;
    }

    // Of a file, its folder's JSONL too: it may name any of them as its data.
    private static string Stamp(string path)
    {
        var folder = Directory.Exists(path) ? path : System.IO.Path.GetDirectoryName(path)!;
        var files = Directory.EnumerateFiles(folder, "*.jsonl").Concat(Directory.Exists(path) ? Directory.EnumerateFiles(path) : [path]);
        return string.Join('|', files.Order(StringComparer.Ordinal).Select(static file => new FileInfo(file)).Select(static file =>
            file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Name}:{file.Length}:{file.LastWriteTimeUtc.Ticks}") : "-"));
    }

    private static SuiteEntry Read(string path, bool shipped)
    {
        try
        {
            var suite = SuiteFile.Read(path);
            return new SuiteEntry(path, suite.Name, suite, [], shipped);
        }
        catch (InputException wrong)
        {
            return new SuiteEntry(path, System.IO.Path.GetFileNameWithoutExtension(path), null, wrong.Problems, shipped);
        }
    }
}
