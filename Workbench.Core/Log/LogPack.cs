using System.Buffers.Binary;
using Workbench.Core.Language;

namespace Workbench.Core.Log;

/// <summary>An exported log as a folder of static files (C2SP tlog-tiles): checkpoint, hash tiles, bundles of entries, verifier key, and how to verify it.</summary>
public static class LogPack
{
    public const string CheckpointFile = "checkpoint";

    /// <summary>The key that signed <see cref="CheckpointFile"/>.</summary>
    public const string KeyFile = "log.vkey";

    /// <summary>Every key the log was ever signed with, oldest first, one a line.</summary>
    public const string KeysFile = "log.vkeys";
    public const string OlderFolder = "checkpoints";

    /// <summary>What authorities said about older checkpoints: <c>SIZE-1.tsr</c> and so on.</summary>
    public const string TimestampFolder = "timestamps";
    private const string InstructionsFile = "VERIFY.md";

    /// <summary>Writes the pack beside <paramref name="folder"/> and moves it there whole; a pack that was there is replaced.</summary>
    /// <param name="bodies">All entries the checkpoint covers, in order.</param>
    /// <param name="older">Every earlier checkpoint by size: promises that the same tree has to keep.</param>
    /// <param name="stamps">Of the earlier checkpoints, in order of size.</param>
    /// <exception cref="InputException">The folder holds something else.</exception>
    public static void Write(string folder, IReadOnlyList<byte[]> bodies, string note, LogVerifiers keys, IReadOnlyList<(long Size, string Note)>? older = null, IEnumerable<LogTimestamp>? stamps = null)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (IsInUse(folder, keys))
        {
            throw new InputException(new InputProblem(new Phrase("Log.ExportFolderInUse", folder), folder, Hint: new Phrase("Log.ExportElsewhere")));
        }

        var fresh = $"{folder}.{Guid.NewGuid():n}";
        Directory.CreateDirectory(fresh);
        WriteFile(fresh, KeyFile, System.Text.Encoding.UTF8.GetBytes(keys.Current.Vkey + "\n"));
        WriteFile(fresh, KeysFile, System.Text.Encoding.UTF8.GetBytes(string.Concat(keys.Chain.Select(key => key.Vkey + "\n"))));
        WriteFile(fresh, CheckpointFile, System.Text.Encoding.UTF8.GetBytes(note));
        WriteFile(fresh, InstructionsFile, System.Text.Encoding.UTF8.GetBytes(Instructions));
        foreach (var (size, text) in older ?? [])
        {
            WriteFile(fresh, $"{OlderFolder}/{size}", System.Text.Encoding.UTF8.GetBytes(text));
        }

        foreach (var of in (stamps ?? []).GroupBy(stamp => stamp.Size))
        {
            foreach (var (at, stamp) in of.Index())
            {
                WriteFile(fresh, $"{TimestampFolder}/{of.Key}-{at + 1}.tsr", stamp.Response);
            }
        }

        WriteEntries(fresh, bodies);
        WriteHashes(fresh, [.. bodies.Select(body => MerkleTree.LeafHash(body))]);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.Move(fresh, folder);
    }

    /// <summary>Entries of a bundle, up to the first that its end cuts short.</summary>
    /// <param name="rest">Bytes that are no whole entry.</param>
    public static List<byte[]> ReadBundle(byte[] bundle, out int rest)
    {
        var entries = new List<byte[]>();
        var at = 0;
        while (at + 2 <= bundle.Length && BinaryPrimitives.ReadUInt16BigEndian(bundle.AsSpan(at)) is var length && at + 2 + length <= bundle.Length)
        {
            entries.Add(bundle[(at + 2)..(at + 2 + length)]);
            at += 2 + length;
        }

        rest = bundle.Length - at;
        return entries;
    }

    /// <summary>One entry of a pack that was verified.</summary>
    public static byte[] ReadEntry(string folder, long index, long size)
    {
        var number = index / TilePath.Width;
        var width = (int)Math.Min(TilePath.Width, size - (number * TilePath.Width));
        return ReadBundle(File.ReadAllBytes(Path.Combine(folder, TilePath.Of(null, number, width))), out _)[(int)(index % TilePath.Width)];
    }

    /// <summary>A pack is replaced as a whole, so anything in the folder that is not of a pack of this log would be lost.</summary>
    private static bool IsInUse(string folder, LogVerifiers keys)
    {
        if (!Directory.Exists(folder))
        {
            return File.Exists(folder);
        }

        string[] own = [CheckpointFile, KeyFile, KeysFile, InstructionsFile, OlderFolder, TimestampFolder, "tile"];
        var names = Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).ToList();
        return names.Count > 0 && (names.Exists(name => !own.Contains(name)) || !names.Contains(KeyFile)
            || File.ReadAllText(Path.Combine(folder, KeyFile)).Trim() is var there && keys.Chain.All(key => key.Vkey != there));
    }

    private static void WriteEntries(string folder, IReadOnlyList<byte[]> bodies)
    {
        Span<byte> length = stackalloc byte[2];
        foreach (var (number, width) in TilePath.Over(bodies.Count))
        {
            using var bundle = new MemoryStream();
            for (var i = 0; i < width; i++)
            {
                var body = bodies[(int)(number * TilePath.Width) + i];
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)body.Length);
                bundle.Write(length);
                bundle.Write(body);
            }

            WriteFile(folder, TilePath.Of(null, number, width), bundle.ToArray());
        }
    }

    /// <summary>Each level's tiles hold the roots of the full tiles below.</summary>
    private static void WriteHashes(string folder, byte[][] hashes)
    {
        for (var level = 0; hashes.Length > 0; level++)
        {
            foreach (var (number, width) in TilePath.Over(hashes.Length))
            {
                WriteFile(folder, TilePath.Of(level, number, width), [.. hashes.Skip((int)number * TilePath.Width).Take(width).SelectMany(hash => hash)]);
            }

            hashes = [.. hashes.Chunk(TilePath.Width).Where(tile => tile.Length == TilePath.Width).Select(tile => MerkleTree.Root(tile))];
        }
    }

    private static void WriteFile(string folder, string path, byte[] content)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }

    private const string Instructions = """
        # Verifying this log / 验证本存证日志

        The folder follows C2SP tlog-tiles. `log.vkey` holds the key that signed `checkpoint`, `log.vkeys` every key the log had, oldest first. Compare one of them with the key you were given by another way; a key vouches for those after it.
        本文件夹遵循 C2SP tlog-tiles。`log.vkey` 是签署 `checkpoint` 的公钥，`log.vkeys` 按先后列出该日志用过的全部公钥。请将其中之一与经由其他途径取得的公钥核对；前一把密钥为后一把作证。

        - With the workbench / 用工作台: `Workbench log verify --pack FOLDER --vkey KEYFILE`
        - Time-stamps, where there are any: an authority outside says when a checkpoint was there already. With its certificate (TSA.pem, from the authority itself) / 时间戳（如有）：由外部时间戳机构证明某检查点在何时已存在；其证书 TSA.pem 请向该机构索取: `openssl ts -verify -data checkpoints/SIZE -in timestamps/SIZE-1.tsr -CAfile TSA.pem`
        - Without it, with Go's own packages / 不借助工作台，用 Go 的程序包: `go run tools/verify-log/main.go FOLDER KEYFILE`

        """;
}
