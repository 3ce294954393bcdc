namespace Workbench.Core.Log;

/// <summary>That a signed checkpoint was there at a time, as somebody outside says (RFC 3161).</summary>
/// <param name="Size">Of the checkpoint.</param>
/// <param name="Authority">Name in the certificate that signed it.</param>
/// <param name="At">Time the authority says.</param>
/// <param name="Sha256">Of <paramref name="Response"/>, lower-case hexadecimal.</param>
/// <param name="Response">The authority's whole answer, DER; its token names the hash of the checkpoint's signed note.</param>
public sealed record LogTimestamp(long Size, string Authority, DateTimeOffset At, string Sha256, byte[] Response);
