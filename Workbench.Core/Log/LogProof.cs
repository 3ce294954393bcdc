using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Log;

/// <summary>What a proof shows.</summary>
/// <param name="Size">Entries under the checkpoint.</param>
/// <param name="Older">For a consistency proof: entries under the older checkpoint.</param>
/// <param name="Index">For an inclusion proof: number of the entry.</param>
/// <param name="Entry">For an inclusion proof: the entry, canonical JSON.</param>
public sealed record LogProofVerification(bool Ok, long? Size, long? Older, long? Index, string? Entry, Phrase? Problem);

/// <summary>Proofs as texts that stand alone: one entry is in the log (C2SP tlog-proof, the entry itself as its extra data), or one checkpoint continues another.</summary>
public static class LogProof
{
    public const string Extension = ".tlog-proof";
    private const string InclusionHeader = "c2sp.org/tlog-proof@v1";
    private const string ConsistencyHeader = "workbench-consistency-proof/v1";

    public static string OfEntry(LogEntry entry, IEnumerable<byte[]> proof, string note) =>
        $"{InclusionHeader}\nextra {Convert.ToBase64String(entry.Body)}\nindex {entry.Index.ToString(CultureInfo.InvariantCulture)}\n{Lines(proof)}\n{note}";

    /// <param name="older">Signed note of the smaller log; in the text as one line of base64.</param>
    public static string OfContinuation(string older, string newer, IEnumerable<byte[]> proof) =>
        $"{ConsistencyHeader}\nolder {Convert.ToBase64String(Encoding.UTF8.GetBytes(older))}\n{Lines(proof)}\n{newer}";

    /// <summary>Needs nothing but the text and the log's public keys.</summary>
    public static LogProofVerification Verify(string proof, LogVerifiers keys)
    {
        var split = proof.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0)
        {
            return Bad("Log.ProofUnreadable");
        }

        string[] lines = proof[..split].Split('\n');
        var note = proof[(split + 2)..];
        if (!keys.TryOpen(note, out var text) || Checkpoint.Parse(text) is not { } checkpoint)
        {
            return Bad("Log.ProofUnsigned");
        }

        return lines[0] switch
        {
            InclusionHeader => Inclusion(lines, checkpoint),
            ConsistencyHeader => Consistency(lines, checkpoint, keys),
            _ => Bad("Log.ProofUnreadable"),
        };
    }

    private static LogProofVerification Inclusion(string[] lines, Checkpoint checkpoint)
    {
        if (lines.Length < 3 || Value(lines[1], "extra ") is not { } extra || StrictBase64.Decode(extra) is not { } body
            || Value(lines[2], "index ") is not { } number || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || Hashes(lines[3..]) is not { } hashes)
        {
            return Bad("Log.ProofUnreadable");
        }

        var ok = MerkleProof.IncludesLeaf((ulong)index, (ulong)checkpoint.Size, MerkleTree.LeafHash(body), hashes, checkpoint.Root);
        return new LogProofVerification(ok, checkpoint.Size, null, index, Encoding.UTF8.GetString(body), ok ? null : new Phrase("Log.ProofDiffers"));
    }

    private static LogProofVerification Consistency(string[] lines, Checkpoint newer, LogVerifiers keys)
    {
        if (lines.Length < 2 || Value(lines[1], "older ") is not { } encoded || StrictBase64.Decode(encoded) is not { } bytes || Hashes(lines[2..]) is not { } hashes)
        {
            return Bad("Log.ProofUnreadable");
        }

        if (!keys.TryOpen(Encoding.UTF8.GetString(bytes), out var text) || Checkpoint.Parse(text) is not { } older)
        {
            return Bad("Log.ProofUnsigned");
        }

        var ok = older.Origin == newer.Origin && MerkleProof.IsConsistent((ulong)older.Size, (ulong)newer.Size, older.Root, newer.Root, hashes);
        return new LogProofVerification(ok, newer.Size, older.Size, null, null, ok ? null : new Phrase("Log.ProofDiffers"));
    }

    private static string Lines(IEnumerable<byte[]> proof) => string.Concat(proof.Select(hash => Convert.ToBase64String(hash) + "\n"));

    private static string? Value(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;

    private static ImmutableArray<byte[]>? Hashes(string[] lines)
    {
        // More than 64 would be of a log with more entries than there are numbers.
        var hashes = lines.Where(line => line.Length > 0).Select(StrictBase64.Decode).ToList();
        return hashes.Count <= 64 && hashes.TrueForAll(hash => hash is { Length: 32 }) ? [.. hashes.OfType<byte[]>()] : null;
    }

    private static LogProofVerification Bad(string key) => new(false, null, null, null, null, new Phrase(key));
}
