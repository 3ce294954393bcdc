using System.Collections.Immutable;
using System.Security.Cryptography;
using Workbench.Core.Log;

namespace Workbench.Core.Reports.Blocks;

/// <summary>A numbered part of a report.</summary>
/// <param name="Id">Anchor, the same in every language, for example <c>integrity</c>.</param>
/// <param name="Title">With its number.</param>
public sealed record ReportSection(string Id, string Title, ImmutableArray<ReportBlock> Blocks)
{
    /// <summary>SHA-256 over the canonical JSON (RFC 8785) of the part as the JSON format holds it, without its own hash; 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(BlockJson.Of(this))));
}
