using System.Globalization;
using System.Text.Unicode;

namespace Workbench.Hosting.ModelHost;

/// <summary>The bytes of a JSON body, made safe to read as text.</summary>
internal static class BodyBytes
{
    private const int EscapeLength = 6;

    /// <exception cref="ApiException">Not UTF-8.</exception>
    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var bytes = buffer.ToArray();
        if (!Utf8.IsValid(bytes))
        {
            throw new ApiException(400, "The body is not UTF-8.", null, "invalid_json");
        }

        RepairSurrogates(bytes);
        return bytes;
    }

    /// <summary>
    /// Half a surrogate pair (<c>"\ud83d"</c>) is valid JSON and no text: it becomes U+FFFD, as in a browser's fetch, and the request is answered.
    /// </summary>
    internal static void RepairSurrogates(Span<byte> json)
    {
        for (var at = json.IndexOf((byte)'\\'); at >= 0 && at < json.Length; at = Next(json, at))
        {
            if (CodeUnit(json, at) is not { } unit || !char.IsSurrogate(unit))
            {
                at += 2;
            }
            else if (char.IsHighSurrogate(unit) && CodeUnit(json, at + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                "\\uFFFD"u8.CopyTo(json[at..]);
                at += EscapeLength;
            }
        }
    }

    private static int Next(ReadOnlySpan<byte> json, int from) =>
        from >= json.Length ? -1 : json[from..].IndexOf((byte)'\\') is var found and >= 0 ? from + found : -1;

    // The unit that an escape at this place stands for; null where there is none.
    private static char? CodeUnit(ReadOnlySpan<byte> json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;
}
