namespace Workbench.Components.Settings;

/// <summary>Texts of the answers kept from earlier runs.</summary>
public sealed class CacheText;
