namespace Workbench.Core.Inference.Hosts;

/// <summary>What is measured of a model on this machine.</summary>
public enum MeasureKind
{
    /// <summary>Seconds from the start of the process until it could answer.</summary>
    LoadSeconds,

    /// <summary>Bytes, the most while it answered.</summary>
    BusyBytes,

    /// <summary>Bytes that were estimated under full load, with the settings it was loaded with.</summary>
    EstimatedBytes,

    /// <summary>Tokens a second of all its sequences together: the median of a stretch of answering.</summary>
    TokensPerSecond,
}

/// <summary>One measurement of one model.</summary>
/// <param name="Path">Full path of its file.</param>
/// <param name="Spec">What it was loaded with.</param>
public sealed record HostMeasure(string Path, HostSpec Spec, MeasureKind Kind, double Value);
