using System.Security.Cryptography;

namespace Workbench.Core.Governance;

/// <summary>Random words for passwords that a person types once, and for set-up codes: no letter looks like another.</summary>
public static class OneTimePassword
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <returns>Four groups of four: 79 bits.</returns>
    public static string New() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));
}
