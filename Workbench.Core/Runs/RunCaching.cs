namespace Workbench.Core.Runs;

/// <summary>Whether answers are taken from earlier runs that asked exactly the same.</summary>
public enum RunCaching
{
    Off,

    /// <summary>Where the answer is determined: a model file known by its hash, with a seed or temperature 0.</summary>
    Deterministic,

    /// <summary>Also of endpoints that don't tell what file answers, and of asks drawn at random.</summary>
    Always,
}
