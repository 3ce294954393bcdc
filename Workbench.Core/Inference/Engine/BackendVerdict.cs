using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>Whether one set of libraries can be used on this machine, and why or why not.</summary>
/// <param name="Name"><c>cuda</c>, <c>vulkan</c>, or a level of the processor's: <c>avx512</c>, <c>avx2</c>, <c>avx</c>, <c>noavx</c>, <c>cpu</c>.</param>
public sealed record BackendVerdict(string Name, Phrase Reason)
{
    internal NativeFolder? Folder { get; init; }

    public bool IsUsable => Folder is not null;

    /// <summary>It is the one that is loaded.</summary>
    public bool IsChosen { get; init; }
}
