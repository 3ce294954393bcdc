namespace Workbench.Core.Storage.Backup;

/// <summary>Which key signs the log of a restored workspace.</summary>
public enum RestoredKey
{
    /// <summary>It lay in the workspace already.</summary>
    Kept,

    /// <summary>The backup holds it.</summary>
    FromBackup,

    /// <summary>The person named its file.</summary>
    Given,

    /// <summary>The old one is not at hand. What it signed still verifies; what comes is signed by another.</summary>
    New,
}

/// <summary>How to restore.</summary>
/// <param name="Replace">Also where a workspace is; that one is kept aside.</param>
/// <param name="KeyFile">The log's private key, kept apart from the backup.</param>
public sealed record RestoreOptions(bool Replace = false, string? KeyFile = null);

/// <summary>What a restore did.</summary>
/// <param name="Sha256">Of the backup's file.</param>
/// <param name="Vkey">Verifier of the key that signs from now on.</param>
/// <param name="Aside">Folder with what was there before; null where nothing was.</param>
/// <param name="AsideSchema">Schema of a server's database with what was there before.</param>
public sealed record Restored(BackupManifest Manifest, string Sha256, RestoredKey Key, string Vkey, string? Aside, string? AsideSchema);
