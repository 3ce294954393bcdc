using Workbench.Core.Inference;
using Workbench.Core.Runs;

namespace Workbench.Core.Runs.Outputs;

/// <summary>An answer that was there before: some model's, got by some other program.</summary>
/// <param name="Candidate">What the file calls who answered; null where it says nothing.</param>
/// <param name="Repeat">0-based; null counts on from the earlier ones of the same sample and candidate.</param>
/// <param name="Sample">Id of the sample; null where only <paramref name="Prompt"/> tells which it is.</param>
/// <param name="Error">Set where the other program failed to get an answer.</param>
/// <param name="Line">In the file, 1-based; null in formats that are one document.</param>
internal sealed record GivenOutput(string? Candidate, string? Sample, string? Prompt, int? Repeat, string? Text, string? Error, ModelUsage? Usage, TimeSpan? Duration, string Field, int? Line = null);
