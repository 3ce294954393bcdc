using System.Security.Cryptography;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// Tokens with a running hash over them: how far two trails agree takes a dozen comparisons, however long they are. The hash is keyed anew in every process,
/// so that nobody can write a prompt that passes for another one. Owned by the decoding thread once handed over.
/// </summary>
internal sealed class TokenTrail(List<int> tokens)
{
    private static readonly ulong Key = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private readonly List<ulong> _hashes = [Key];

    /// <summary>May grow, never change.</summary>
    public List<int> Tokens { get; } = tokens;

    /// <summary>Equal for two trails whose first tokens are equal.</summary>
    public ulong HashOf(int length)
    {
        while (_hashes.Count <= length)
        {
            _hashes.Add(Mix(_hashes[^1] ^ (((ulong)(uint)Tokens[_hashes.Count - 1] + 1) * 0x9E3779B97F4A7C15)));
        }

        return _hashes[length];
    }

    /// <returns>How many of the first tokens are the same in both, at most <paramref name="most"/>.</returns>
    public int SharedWith(TokenTrail other, int most)
    {
        var high = Math.Min(most, Math.Min(Tokens.Count, other.Tokens.Count));
        if (high <= 0 || Tokens[0] != other.Tokens[0])
        {
            return 0;
        }

        var low = 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = HashOf(middle) == other.HashOf(middle) ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    // The finaliser of SplitMix64, keyed at both ends.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31) ^ Key;
    }
}
