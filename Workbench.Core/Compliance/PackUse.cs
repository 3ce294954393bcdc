namespace Workbench.Core.Compliance;

/// <summary>A pack as it was used: from then on this version stays as it is.</summary>
/// <param name="Assessments">How many were made with it.</param>
/// <param name="LastAt">When the last of them was made.</param>
public sealed record PackUse(PolicyPack Pack, int Assessments, DateTimeOffset LastAt);
