namespace Workbench.Components.People;

/// <summary>Words of the pages of this folder.</summary>
public sealed class PeopleText;
