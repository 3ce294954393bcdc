namespace Workbench.Core.Log;

/// <summary>Base64 in its one form: white space and loose trailing bits, which .NET forgives, would let a changed byte pass.</summary>
internal static class StrictBase64
{
    public static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) && Convert.ToBase64String(bytes, 0, written) == text ? bytes[..written] : null;
    }
}
