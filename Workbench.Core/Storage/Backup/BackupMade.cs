namespace Workbench.Core.Storage.Backup;

/// <summary>How far a backup or restore is.</summary>
/// <param name="Part">Being worked on.</param>
/// <param name="Done">Parts before it.</param>
/// <param name="Parts">All of them, as far as they are known.</param>
/// <param name="Rows">Of this part, so far.</param>
public sealed record BackupProgress(string Part, int Done, int Parts, long Rows);

/// <summary>A backup that was written.</summary>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">Of the file, lower-case hexadecimal; the log has it too.</param>
public sealed record BackupMade(string File, long Bytes, string Sha256, BackupManifest Manifest);
