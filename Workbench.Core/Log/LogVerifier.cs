using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Workbench.Core.Log;

/// <summary>The public half of a log's key: <c>name+hash+key</c> of C2SP signed notes.</summary>
public sealed class LogVerifier(string name, byte[] publicKey)
{
    private const byte Ed25519 = 1;

    public string Name { get; } = name;

    /// <summary>First four bytes of SHA-256(name, newline, 0x01, key).</summary>
    public byte[] KeyId { get; } = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519, .. publicKey])[..4];

    /// <summary>The line an auditor keeps to verify with.</summary>
    public string Vkey => $"{Name}+{Convert.ToHexStringLower(KeyId)}+{Convert.ToBase64String([Ed25519, .. publicKey])}";

    /// <returns>Null when the text is no verifier key.</returns>
    public static LogVerifier? Parse(string vkey)
    {
        var parts = vkey.Trim().Split('+', 3);
        if (parts.Length != 3 || StrictBase64.Decode(parts[2]) is not { Length: 33 } key || key[0] != Ed25519)
        {
            return null;
        }

        var verifier = new LogVerifier(parts[0], key[1..33]);
        return Convert.ToHexStringLower(verifier.KeyId) == parts[1] ? verifier : null;
    }

    /// <summary>The signed text of a note, its last newline included; false when no line of it is this key's signature over it.</summary>
    public bool TryOpen(string note, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !note.EndsWith('\n'))
        {
            return false;
        }

        var signed = note[..(split + 1)];
        var prefix = $"— {Name} ";
        foreach (var line in note[(split + 2)..].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal)
                && StrictBase64.Decode(line[prefix.Length..]) is { Length: 68 } bytes
                && bytes.AsSpan(0, 4).SequenceEqual(KeyId)
                && SignatureAlgorithm.Ed25519.Verify(PublicKey.Import(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey), Encoding.UTF8.GetBytes(signed), bytes.AsSpan(4, 64)))
            {
                text = signed;
                return true;
            }
        }

        return false;
    }
}
