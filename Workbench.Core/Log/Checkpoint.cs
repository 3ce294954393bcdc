using System.Globalization;

namespace Workbench.Core.Log;

/// <summary>Size and root of the log at one moment (C2SP tlog-checkpoint).</summary>
/// <param name="Root">32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>Lower-case hexadecimal, as shown to people.</summary>
    public string RootHex => Convert.ToHexStringLower(Root);

    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <returns>Null when the text is no checkpoint.</returns>
    public static Checkpoint? Parse(string text)
    {
        var lines = text.Split('\n');
        return lines.Length >= 4
            && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && StrictBase64.Decode(lines[2]) is { Length: 32 } root
            ? new Checkpoint(lines[0], size, root)
            : null;
    }
}
