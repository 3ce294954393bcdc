using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Detectors;

/// <summary>Keyword libraries by name, the organisation's own before those that came with the workbench. A file that changed is read again.</summary>
/// <param name="folders">Of CSV files, the first one counts most; missing ones are passed over.</param>
public sealed class KeywordShelf(params ImmutableArray<string> folders)
{
    private readonly ConcurrentDictionary<string, (DateTime Written, KeywordLibrary Library)> _read = new(StringComparer.Ordinal);

    /// <summary>What came with the program.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "assets", "banks", "keywords");

    public ImmutableArray<string> Names => [.. folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.csv")).Select(file => Path.GetFileNameWithoutExtension(file)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>When a library's file was last written; null where there is none of that name.</summary>
    public DateTimeOffset? ChangedAt(string name) => File(name) is { } file ? new DateTimeOffset(System.IO.File.GetLastWriteTimeUtc(file)) : null;

    /// <returns>Null where there is none of that name.</returns>
    /// <exception cref="InputException">Its file has problems.</exception>
    public KeywordLibrary? Find(string name)
    {
        if (File(name) is not { } file)
        {
            return null;
        }

        var written = System.IO.File.GetLastWriteTimeUtc(file);
        if (_read.TryGetValue(file, out var known) && known.Written == written)
        {
            return known.Library;
        }

        var library = KeywordFile.Read(file);
        _read[file] = (written, library);
        return library;
    }

    private string? File(string name) => name.AsSpan().IndexOfAny('/', '\\') >= 0 ? null : folders.Select(folder => Path.Combine(folder, $"{name}.csv")).FirstOrDefault(System.IO.File.Exists);
}
