using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Workbench.Core.Governance;

/// <summary>Time-based one-time codes after RFC 6238: SHA-1, 30 seconds, six digits, as every authenticator app makes them.</summary>
public static class Totp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Seconds = 30;

    /// <summary>Clocks differ: the step before and the one after count too.</summary>
    private const int Drift = 1;

    /// <returns>160 random bits in base 32, without padding.</returns>
    public static string NewKey() => ToBase32(RandomNumberGenerator.GetBytes(20));

    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / Seconds;

    /// <param name="step">Number of the 30 seconds since 1970.</param>
    /// <param name="digits">6, or 8 as in the RFC's vectors.</param>
    public static string Code(string key, long step, int digits = 6)
    {
        Span<byte> counter = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];

        // The RFC names SHA-1, and its use under HMAC is not touched by collisions.
#pragma warning disable CA5350
        HMACSHA1.HashData(FromBase32(key), counter, hash);
#pragma warning restore CA5350
        var offset = hash[^1] & 0xf;
        var number = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & 0x7fff_ffff;
        return (number % (long)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <returns>The step whose code was given; null when none near <paramref name="at"/> has it, or it was used already.</returns>
    /// <param name="lastUsed">Step of the last code taken: no code counts twice.</param>
    public static long? Match(string key, string code, DateTimeOffset at, long? lastUsed)
    {
        var typed = Encoding.UTF8.GetBytes(code.Replace(" ", "", StringComparison.Ordinal));
        var now = StepAt(at);
        long? found = null;
        for (var step = now - Drift; step <= now + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(key, step)), typed) && !(step <= lastUsed))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>What authenticator apps read from the picture.</summary>
    public static string Address(string issuer, string name, string key) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(name)}?secret={key}&issuer={Uri.EscapeDataString(issuer)}";

    internal static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var one in bytes)
        {
            (held, bits) = ((held << 8) | one, bits + 8);
            while (bits >= 5)
            {
                text.Append(Alphabet[(held >> (bits -= 5)) & 31]);
            }

            held &= (1 << bits) - 1;
        }

        return bits > 0 ? text.Append(Alphabet[(held << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    private static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (bits, held) = (0, 0);
        foreach (var one in text)
        {
            (held, bits) = ((held << 5) | Alphabet.IndexOf(one, StringComparison.Ordinal), bits + 5);
            if (bits >= 8)
            {
                bytes.Add((byte)(held >> (bits -= 8)));
            }

            held &= (1 << bits) - 1;
        }

        return [.. bytes];
    }
}
