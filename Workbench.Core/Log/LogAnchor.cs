namespace Workbench.Core.Log;

/// <summary>What a time-stamping authority (RFC 3161) said of a checkpoint.</summary>
/// <param name="Size">Of the checkpoint.</param>
/// <param name="Authority">Address that was asked.</param>
/// <param name="Token">DER; null when none was given.</param>
/// <param name="Problem">Why there is none, in the authority's or the network's words.</param>
public sealed record LogAnchor(long Size, string Authority, DateTimeOffset AskedAt, byte[]? Token, string? Problem);
