namespace Workbench.Components.Shared;

/// <summary>What models may have together: the machine's memory, or the container's limit where there is one.</summary>
internal static class MachineMemory
{
    public static readonly long Bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}
