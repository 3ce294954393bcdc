using System.Buffers;
using System.Security.Cryptography;
using Workbench.Core.Evidence;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Evidence;

/// <summary>A file that came in and is not yet in its place.</summary>
internal sealed record IncomingEvidence(string Path, string Sha256, long Bytes);

/// <summary>Where the bytes lie: <c>evidence/ab/ab12…</c>, named by nothing but their hash, so that no given name reaches the file system.</summary>
internal sealed class EvidenceFolder(string folder)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    public string PathOf(string sha256) => Path.Combine(folder, sha256[..2], sha256);

    /// <summary>Writes what comes beside the others, counting and hashing; a backup does not take it.</summary>
    /// <exception cref="InputException">It is empty or too large.</exception>
    public async Task<IncomingEvidence> ReceiveAsync(Stream content, string name, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        RemoveForgotten();
        var path = Path.Combine(folder, $"{Guid.NewGuid():n}.part");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var bytes = 0L;
            var file = new FileStream(path, options);
            await using (file.ConfigureAwait(false))
            {
                var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
                try
                {
                    int read;
                    while ((read = await content.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
                    {
                        bytes += read;
                        if (bytes > EvidenceRules.MostBytes)
                        {
                            throw EvidenceRules.TooLarge(name);
                        }

                        hash.AppendData(buffer, 0, read);
                        await file.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                    }
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }

                file.Flush(flushToDisk: true);
            }

            return bytes > 0 ? new IncomingEvidence(path, Convert.ToHexStringLower(hash.GetHashAndReset()), bytes) : throw new InputException(new InputProblem(new Phrase("Evidence.Empty"), File: name));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Puts it into its place. The same bytes may lie there already; were they damaged, they are whole again.</summary>
    public void Keep(IncomingEvidence incoming)
    {
        var target = PathOf(incoming.Sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(incoming.Path, target, overwrite: true);
    }

    /// <returns>Open at its beginning; null where the bytes are lost or others.</returns>
    public async Task<FileStream?> OpenAsync(string sha256, CancellationToken cancellation)
    {
        FileStream file;
        try
        {
            file = new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception lost) when (lost is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        try
        {
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false)) != sha256)
            {
                await file.DisposeAsync().ConfigureAwait(false);
                return null;
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What a process left that was killed while it received.</summary>
    private void RemoveForgotten()
    {
        foreach (var part in Directory.EnumerateFiles(folder, "*.part").Where(part => File.GetLastWriteTimeUtc(part) < DateTime.UtcNow - Forgotten))
        {
            File.Delete(part);
        }
    }
}
