using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Workbench.Core.Governance;

/// <summary>A person's key for programs. What it says is shown once; only its hash is kept.</summary>
/// <param name="Id">Shown, and named in the log, for example <c>t-01…</c>.</param>
/// <param name="Scope">What it may be used for; never more than its person may.</param>
public sealed record PersonalToken(
    string Id, string PersonId, string Name, ImmutableHashSet<Permission> Scope, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt)
{
    /// <summary>So that scanners of leaked secrets, and people, see what it is.</summary>
    public const string Prefix = "wbt_";

    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public bool IsActive(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    /// <returns>256 random bits, base64url.</returns>
    internal static string NewSecret() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256: nothing slower is needed for what nobody can guess.</summary>
    internal static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
