namespace Workbench.Components.Settings;

/// <summary>Words of the part of the page that makes backups.</summary>
public sealed class BackupText;
