using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Workbench.Core.Log;

/// <summary>The key that signs a log now, and those that signed it before: a restore without the private key goes on under a new one.</summary>
public sealed record LogVerifiers(LogVerifier Current, ImmutableArray<LogVerifier> Before)
{
    /// <summary>In the folder of keys: one verifier a line, oldest first.</summary>
    public const string FileName = "earlier.vkeys";

    /// <summary>Oldest first.</summary>
    public ImmutableArray<LogVerifier> Chain => Before.Add(Current);

    public static LogVerifiers In(string folder, LogKey key) => new(key.Verifier, Earlier(folder));

    public static ImmutableArray<LogVerifier> Earlier(string folder) =>
        File.Exists(Path.Combine(folder, FileName)) ? [.. File.ReadLines(Path.Combine(folder, FileName)).Select(LogVerifier.Parse).OfType<LogVerifier>()] : [];

    /// <summary>Several keys, one a line, oldest first.</summary>
    /// <returns>Null when a line is no key, or there is none.</returns>
    public static LogVerifiers? Parse(string lines)
    {
        var keys = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(LogVerifier.Parse).ToList();
        return keys.Count == 0 || keys.Contains(null) ? null : new LogVerifiers(keys[^1]!, [.. keys.SkipLast(1).OfType<LogVerifier>()]);
    }

    /// <summary>The signed text of a note by any of the keys; false when none signed it.</summary>
    public bool TryOpen(string note, [NotNullWhen(true)] out string? text)
    {
        foreach (var verifier in Before.Insert(0, Current))
        {
            if (verifier.TryOpen(note, out text))
            {
                return true;
            }
        }

        text = null;
        return false;
    }
}
