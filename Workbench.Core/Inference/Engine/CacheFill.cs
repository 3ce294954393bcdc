namespace Workbench.Core.Inference.Engine;

/// <summary>What the cache holds; cells that several sequences see count once.</summary>
/// <param name="Used">Cells of those at work.</param>
/// <param name="Kept">Cells of prefixes that may be of use again.</param>
/// <param name="Ids">Sequence ids there are.</param>
internal sealed record CacheFill(int Used, int Kept, int Ids, int IdsUsed, int IdsKept);
