using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Workbench.Core.Governance;
using Workbench.Core.Storage;

namespace Workbench.People;

/// <summary>Seals by the keys that also protect the cookies: files in the folder of keys, outside the database.</summary>
public sealed class DataProtectionSeal(Workspace workspace) : ISecretSeal
{
    /// <summary>The same for the server and for commands, or neither could read what the other sealed.</summary>
    public const string Application = "Workbench";

    private readonly Lazy<IDataProtector> _protector = new(() => DataProtectionProvider.Create(Folder(workspace), options => options.SetApplicationName(Application)).CreateProtector("Workbench.SecondFactor.v1"));

    public static DirectoryInfo Folder(Workspace workspace) => Directory.CreateDirectory(Path.Combine(workspace.KeyFolder, "cookies"));

    public string Seal(string secret) => _protector.Value.Protect(secret);

    public string? Open(string sealedSecret)
    {
        try
        {
            return _protector.Value.Unprotect(sealedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
