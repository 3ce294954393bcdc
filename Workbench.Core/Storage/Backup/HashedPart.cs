using System.IO.Compression;
using System.Security.Cryptography;

namespace Workbench.Core.Storage.Backup;

/// <summary>A part being written: what goes into the archive is counted and hashed on the way.</summary>
internal sealed class HashedPart : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Stream _entry;
    private readonly string _name;
    private long _bytes;

    public HashedPart(ZipArchive archive, string name)
    {
        _name = name;
        _entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _bytes;

    public override long Position
    {
        get => _bytes;
        set => throw new NotSupportedException();
    }

    /// <summary>Once, when everything is written.</summary>
    public BackupPart Finish(long? rows = null) => new(_name, _bytes, Convert.ToHexStringLower(_hash.GetHashAndReset()), rows);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Count(buffer);
        _entry.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count(buffer.Span);
        return _entry.WriteAsync(buffer, cancellationToken);
    }

    public override void Flush() => _entry.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _entry.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _bytes += bytes.Length;
    }
}
