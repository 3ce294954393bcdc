namespace Workbench.Core.Runs;

/// <summary>Which run goes first. A run of higher priority overtakes one that is being worked on, at the next cell.</summary>
public enum RunPriority
{
    /// <summary>For the night: everything else goes first.</summary>
    Low,

    Normal,

    /// <summary>Somebody waits for it.</summary>
    High,
}
