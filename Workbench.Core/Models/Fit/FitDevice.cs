namespace Workbench.Core.Models.Fit;

/// <summary>Memory that models can be put into.</summary>
/// <param name="Name"><c>cpu</c> for main memory, else the device's name.</param>
/// <param name="TotalBytes">All there is.</param>
/// <param name="FreeBytes">What can be taken now without slowing a loaded model; other processes are counted.</param>
public sealed record FitDevice(string Name, long TotalBytes, long FreeBytes)
{
    /// <summary>Main memory.</summary>
    public const string Processor = "cpu";

    public bool IsProcessor => Name == Processor;
}
