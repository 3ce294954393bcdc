using Workbench.Core.Language;

namespace Workbench.Core.Log;

/// <summary>Follows the keys of a log from the first: each checkpoint is signed by the key in force at its size, and a new key by the one before it.</summary>
public static class LogKeyChain
{
    /// <param name="keys">Every key of the log, oldest first.</param>
    /// <param name="changes">As the log's own entries record them, in order.</param>
    /// <param name="checkpoints">In order of size.</param>
    /// <param name="published">The one key that is believed; every later one has to be vouched for. Null believes all <paramref name="keys"/>.</param>
    /// <returns>What does not hold; null when all does.</returns>
    public static Phrase? Check(IReadOnlyList<LogVerifier> keys, IReadOnlyList<LogKeyChange> changes, IEnumerable<(long Size, string Note)> checkpoints, LogVerifier? published = null)
    {
        if (changes.FirstOrDefault(change => Find(keys, change.Vkey) is null) is { } unknown)
        {
            return new Phrase("Log.KeyUnknown", $"{unknown.Index}", unknown.Vkey);
        }

        if (published is not null && (Find(keys, published.Vkey) is null || NotVouched(keys, changes, published) is not null))
        {
            return NotVouched(keys, changes, published) ?? new Phrase("Log.KeyNotPublished");
        }

        var (current, next) = (keys[0], 0);
        foreach (var (size, note) in checkpoints)
        {
            for (; next < changes.Count && changes[next].Index < size; next++)
            {
                if (changes[next].Vouched && !current.TryOpen(note, out _))
                {
                    return new Phrase("Log.KeyNotVouched", $"{changes[next].Index}");
                }

                current = Find(keys, changes[next].Vkey)!;
            }

            if (!current.TryOpen(note, out var text) || Checkpoint.Parse(text)?.Size != size)
            {
                return new Phrase("Log.SignatureDiffers", $"{size}");
            }
        }

        return null;
    }

    private static LogVerifier? Find(IReadOnlyList<LogVerifier> keys, string vkey) => keys.FirstOrDefault(key => key.Vkey == vkey);

    private static Phrase? NotVouched(IReadOnlyList<LogVerifier> keys, IReadOnlyList<LogKeyChange> changes, LogVerifier published)
    {
        var believed = keys[0].Vkey == published.Vkey;
        foreach (var change in changes)
        {
            if (believed && !change.Vouched)
            {
                return new Phrase("Log.KeyNotVouched", $"{change.Index}");
            }

            believed |= change.Vkey == published.Vkey;
        }

        return null;
    }
}
