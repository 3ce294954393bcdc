namespace Workbench.Components.Races;

/// <summary>Words of the pages of this folder.</summary>
public sealed class RacesText;
