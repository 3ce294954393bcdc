using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Backup;

/// <summary>A backup opened for reading. The file is not trusted: its directory is bounded before it is read, every part is named by the manifest, and no part is read beyond what the manifest says.</summary>
internal sealed class BackupArchive : IDisposable
{
    /// <summary>Of the archive's own directory: a few hundred thousand parts.</summary>
    private const long LargestDirectory = 64 * 1024 * 1024;

    private readonly FileStream _stream;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    private BackupArchive(string file, FileStream stream, ZipArchive zip)
    {
        (File, _stream, _zip) = (file, stream, zip);
        foreach (var entry in zip.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
            {
                throw BackupProblem.Of(file, entry.FullName, new Phrase("Storage.BackupTwice"));
            }
        }

        Manifest = BackupManifest.Parse(Read(BackupManifest.FileName, BackupManifest.LargestBytes), file);
    }

    public string File { get; }

    public BackupManifest Manifest { get; }

    /// <exception cref="InputException">It is no backup, or one whose parts are not those that its manifest names.</exception>
    public static BackupArchive Open(string path)
    {
        var file = Path.GetFullPath(path);
        if (!System.IO.File.Exists(file))
        {
            throw BackupProblem.Of(file, null, new Phrase("Storage.BackupMissing"));
        }

        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous);
        try
        {
            CheckDirectory(stream, file);
            var archive = new BackupArchive(file, stream, new ZipArchive(stream, ZipArchiveMode.Read));
            archive.CheckNames();
            return archive;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            stream.Dispose();
            throw BackupProblem.Of(file, null, new Phrase("Storage.BackupUnreadable"));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public async Task<string> Sha256Async(CancellationToken cancellation)
    {
        var whole = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var owned = whole.ConfigureAwait(false);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(whole, cancellation).ConfigureAwait(false));
    }

    public Stream OpenPart(BackupPart part) => new BoundedPart(_entries[part.Name].Open(), part.Bytes);

    /// <summary>Reads every part to its end and holds it against the manifest.</summary>
    /// <exception cref="InputException">One problem for each part that differs.</exception>
    public async Task CheckPartsAsync(Action<BackupProgress> progress, CancellationToken cancellation)
    {
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        var buffer = new byte[1 << 17];
        for (var at = 0; at < Manifest.Parts.Length; at++)
        {
            var part = Manifest.Parts[at];
            progress(new BackupProgress(part.Name, at, Manifest.Parts.Length, 0));
            if (!await IsWholeAsync(part, buffer, cancellation).ConfigureAwait(false))
            {
                problems.Add(new InputProblem(new Phrase("Storage.BackupPartDiffers"), File, Field: part.Name));
            }
        }

        if (problems.Count > 0)
        {
            throw new InputException(problems.ToImmutable());
        }
    }

    public void Dispose()
    {
        _zip.Dispose();
        _stream.Dispose();
    }

    private async Task<bool> IsWholeAsync(BackupPart part, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var bytes = 0L;
            var stream = OpenPart(part);
            await using var owned = stream.ConfigureAwait(false);
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                bytes += read;
            }

            return bytes == part.Bytes && Convert.ToHexStringLower(hash.GetHashAndReset()) == part.Sha256;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or IOException or NotSupportedException)
        {
            return false;
        }
    }

    private void CheckNames()
    {
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        var met = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in Manifest.Parts)
        {
            var wrong = part.Bytes < 0 || part.Rows < 0 || (BackupNames.TableOf(part.Name) is null && BackupNames.FileOf(part.Name) is null && part.Name != BackupNames.Key) ? "Storage.BackupPartName"
                : !met.Add(part.Name) ? "Storage.BackupTwice"
                : !_entries.ContainsKey(part.Name) ? "Storage.BackupPartMissing"
                : null;
            if (wrong is not null)
            {
                problems.Add(new InputProblem(new Phrase(wrong), File, Field: part.Name));
            }
        }

        problems.AddRange(_entries.Keys.Where(name => name != BackupManifest.FileName && !met.Contains(name)).Select(name => new InputProblem(new Phrase("Storage.BackupPartUnnamed"), File, Field: name)));
        if (problems.Count > 0)
        {
            throw new InputException(problems.ToImmutable());
        }
    }

    private byte[] Read(string name, int most)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            throw BackupProblem.Of(File, name, new Phrase("Storage.BackupPartMissing"));
        }

        using var part = new BoundedPart(entry.Open(), most);
        using var bytes = new MemoryStream();
        part.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The end of the file says how long the directory is; the library reads it whole.</summary>
    private static void CheckDirectory(FileStream stream, string file)
    {
        var tail = new byte[Math.Min(stream.Length, 66_000)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        stream.Position = 0;
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < 22)
        {
            throw BackupProblem.Of(file, null, new Phrase("Storage.BackupUnreadable"));
        }

        long size = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 12));
        var wide = tail.AsSpan(0, end).LastIndexOf("PK\u0006\u0006"u8);
        if (wide >= 0 && end - wide >= 56)
        {
            size = Math.Max(size == uint.MaxValue ? 0 : size, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(wide + 40)));
        }

        if (size is < 0 or > LargestDirectory)
        {
            throw BackupProblem.Of(file, null, new Phrase("Storage.BackupDirectory"));
        }
    }
}
