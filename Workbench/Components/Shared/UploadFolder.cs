using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Components.Forms;
using Workbench.Core.Language;

namespace Workbench.Components.Shared;

/// <summary>Where a page keeps what somebody uploads to it: a folder of its own, gone with it. Names that a browser gives are only ever names.</summary>
public sealed class UploadFolder : IDisposable
{
    public const long MostBytes = 64L << 20;
    private const long MostUnpacked = 512L << 20;
    private const int LongestName = 80;
    private DirectoryInfo? _folder;

    /// <returns>Where the file lies.</returns>
    /// <exception cref="InputException">It is larger than <see cref="MostBytes"/>, or an archive that would be large unpacked.</exception>
    public async Task<string> KeepAsync(IBrowserFile file, CancellationToken cancellation)
    {
        if (file.Size > MostBytes)
        {
            throw TooLarge(file.Name);
        }

        var path = NewPath(file.Name);
        await using (var target = File.Create(path))
        {
            await using var source = file.OpenReadStream(MostBytes, cancellation);
            await source.CopyToAsync(target, cancellation);
        }

        if (await IsBombAsync(path, cancellation))
        {
            File.Delete(path);
            throw TooLarge(file.Name);
        }

        return path;
    }

    /// <returns>Where the text lies.</returns>
    public async Task<string> KeepAsync(string name, string text, CancellationToken cancellation)
    {
        var path = NewPath(name);
        await File.WriteAllTextAsync(path, text, cancellation);
        return path;
    }

    public void Dispose()
    {
        if (_folder is { Exists: true })
        {
            _folder.Delete(recursive: true);
        }
    }

    /// <summary>No folders, no marks that mean something to a file system, never the name of a file before it.</summary>
    private string NewPath(string name)
    {
        _folder ??= Directory.CreateTempSubdirectory("workbench-upload");
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var safe = string.Concat(last.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '-')).TrimStart('.');
        return Path.Combine(_folder.CreateSubdirectory(Guid.NewGuid().ToString("n")).FullName, safe.Length == 0 ? "file" : safe[Math.Max(0, safe.Length - LongestName)..]);
    }

    /// <summary>By what the archive says of itself; whoever reads an entry bounds it too.</summary>
    private static async Task<bool> IsBombAsync(string path, CancellationToken cancellation)
    {
        var start = new byte[2];
        await using (var file = File.OpenRead(path))
        {
            if (await file.ReadAtLeastAsync(start, 2, throwOnEndOfStream: false, cancellation) < 2 || (start[0], start[1]) != ('P', 'K'))
            {
                return false;
            }
        }

        try
        {
            await using var archive = await ZipFile.OpenReadAsync(path, cancellation);
            return archive.Entries.Sum(static entry => entry.Length) > MostUnpacked;
        }
        catch (InvalidDataException)
        {
            // No archive after all; the reader says what is wrong with it.
            return false;
        }
    }

    private static InputException TooLarge(string name) => new(new InputProblem(new Phrase("Suites.TooLarge", MostBytes.ToString(CultureInfo.InvariantCulture)), name));
}
