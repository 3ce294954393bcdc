using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Workbench.Core.Models;

/// <summary>Where hashes of model files are kept; a key stands for one content as long as nobody forges a file's time.</summary>
public interface IModelHashStore
{
    Task<string?> FindAsync(string path, long bytes, DateTimeOffset changed, CancellationToken cancellation);

    Task KeepAsync(string path, long bytes, DateTimeOffset changed, string sha256, CancellationToken cancellation);
}

/// <summary>Keeps hashes for as long as the process lives.</summary>
public sealed class MemoryHashStore : IModelHashStore
{
    private readonly ConcurrentDictionary<(string Path, long Bytes, DateTimeOffset Changed), string> _hashes = new();

    public Task<string?> FindAsync(string path, long bytes, DateTimeOffset changed, CancellationToken cancellation) => Task.FromResult(_hashes.GetValueOrDefault((path, bytes, changed)));

    public Task KeepAsync(string path, long bytes, DateTimeOffset changed, string sha256, CancellationToken cancellation)
    {
        _hashes[(path, bytes, changed)] = sha256;
        return Task.CompletedTask;
    }
}

/// <summary>SHA-256 of model files: 64 lower-case hexadecimal digits over the bytes of all parts in order. A file is read again only when its size or time changed.</summary>
public sealed class ModelHashes(IModelHashStore store) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);

    public async Task<string> OfAsync(ModelFile model, CancellationToken cancellation)
    {
        if (await store.FindAsync(model.Path, model.Bytes, model.Changed, cancellation).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        // One at a time: two readers on one disk are slower than one after the other.
        await _reading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (await store.FindAsync(model.Path, model.Bytes, model.Changed, cancellation).ConfigureAwait(false) is { } meanwhile)
            {
                return meanwhile;
            }

            var hash = await ReadAsync(model, cancellation).ConfigureAwait(false);
            await store.KeepAsync(model.Path, model.Bytes, model.Changed, hash, cancellation).ConfigureAwait(false);
            return hash;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private static async Task<string> ReadAsync(ModelFile model, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        foreach (var part in model.Parts)
        {
            using var stream = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
