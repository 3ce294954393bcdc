using System.Runtime.InteropServices;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// DRY: a token that would go on with a sequence that stood before loses the more the longer that sequence is. Repetitions don't reach over a breaker.
/// The lengths come from the Z function of the reversed history, so a draw costs one pass over it.
/// </summary>
internal sealed class DryPenalty(SamplerSettings settings, DryBreakers breakers)
{
    /// <summary>Logarithm of the largest single: a penalty grows no further.</summary>
    private const double LogOfMost = 88.7228391;

    private readonly Dictionary<int, int> _longest = [];
    private int[] _lengths = [];

    public void Apply(Span<float> logits, List<int> history)
    {
        var all = CollectionsMarshal.AsSpan(history);
        var recent = settings.DryLastN < 0 ? all : all[Math.Max(0, all.Length - settings.DryLastN)..];
        if (recent.Length <= settings.DryAllowedLength)
        {
            return;
        }

        var limit = breakers.Reach(recent);
        if (limit < settings.DryAllowedLength)
        {
            return;
        }

        Find(recent, limit);
        var most = settings.DryBase > 1.000001 ? LogOfMost / Math.Log(settings.DryBase) : double.MaxValue;
        foreach (var (token, length) in _longest.Where(entry => !breakers.IsBreaker(entry.Key)))
        {
            logits[token] -= (float)(settings.DryMultiplier * Math.Pow(settings.DryBase, Math.Min(length - settings.DryAllowedLength, most)));
        }
    }

    // The end of the history is found again, ending k tokens earlier: the token after that place would make the repetition longer.
    private void Find(ReadOnlySpan<int> tokens, int limit)
    {
        _longest.Clear();
        if (_lengths.Length < tokens.Length)
        {
            _lengths = new int[tokens.Length * 2];
        }

        var (left, right) = (0, 0);
        for (var k = 1; k < tokens.Length; k++)
        {
            var length = k < right ? Math.Min(right - k, _lengths[k - left]) : 0;
            while (k + length < tokens.Length && tokens[^(length + 1)] == tokens[^(k + length + 1)])
            {
                length++;
            }

            _lengths[k] = length;
            if (k + length > right)
            {
                (left, right) = (k, k + length);
            }

            length = Math.Min(length, limit);
            if (length >= settings.DryAllowedLength)
            {
                ref var longest = ref CollectionsMarshal.GetValueRefOrAddDefault(_longest, tokens[^k], out _);
                longest = Math.Max(longest, length);
            }
        }
    }
}
