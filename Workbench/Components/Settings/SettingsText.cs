namespace Workbench.Components.Settings;

/// <summary>Words of the pages of this folder.</summary>
public sealed class SettingsText;
