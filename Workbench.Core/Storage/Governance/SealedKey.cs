using Workbench.Core.Governance;

namespace Workbench.Core.Storage.Governance;

/// <summary>An authenticator's key as the database holds it: sealed, or plain as it was before there was a seal.</summary>
internal static class SealedKey
{
    /// <summary>Stands in no base32 text.</summary>
    private const string Mark = "sealed:";

    public static bool IsPlain(string kept) => !kept.StartsWith(Mark, StringComparison.Ordinal);

    /// <param name="seal">Null keeps it plain.</param>
    public static string Keep(string key, ISecretSeal? seal) => seal is null ? key : Mark + seal.Seal(key);

    /// <returns>Null where there is none, or where the key that sealed it is gone: recovery codes still count.</returns>
    public static string? Read(string? kept, ISecretSeal? seal) => kept is null || IsPlain(kept) ? kept : seal?.Open(kept[Mark.Length..]);
}
