namespace Workbench.Core.Governance;

/// <summary>Keeps small secrets unreadable in the database, by a key that is not in it.</summary>
public interface ISecretSeal
{
    string Seal(string secret);

    /// <returns>Null when it was sealed by a key that is no longer there.</returns>
    string? Open(string sealedSecret);
}
