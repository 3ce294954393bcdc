using System.Collections.Immutable;
using Workbench.Core.Inference;

namespace Workbench.Core.Suites;

/// <summary>The conversation that asks a sample: system prompt, examples as turns, the sample's earlier turns, its prompt.</summary>
public static class SampleMessages
{
    /// <param name="system">Takes the place of the sample's and the suite's own; null leaves them.</param>
    public static ImmutableArray<ChatMessage> Of(PromptSuite suite, Sample sample, string? system = null)
    {
        var messages = ImmutableArray.CreateBuilder<ChatMessage>();
        if ((system ?? sample.System ?? suite.System) is { Length: > 0 } said)
        {
            messages.Add(new ChatMessage("system", said));
        }

        foreach (var shot in Shots(suite, sample))
        {
            messages.Add(new ChatMessage("user", shot.Prompt));
            messages.Add(new ChatMessage("assistant", shot.Answer));
        }

        messages.AddRange(sample.Turns);
        messages.Add(new ChatMessage("user", sample.Prompt));
        return messages.ToImmutable();
    }

    /// <summary>The same without a chat: examples, turns and prompt as one text, set apart by empty lines; no system prompt.</summary>
    /// <param name="gap">Between an example's question and its answer: a space in languages that use it.</param>
    public static string Raw(PromptSuite suite, Sample sample, string gap) =>
        string.Concat([.. Shots(suite, sample).Select(shot => $"{shot.Prompt}{gap}{shot.Answer}\n\n"), .. sample.Turns.Select(static turn => $"{turn.Content}\n\n"), sample.Prompt]);

    /// <summary>The examples that the sample is given: none that was drawn from itself, nor from its cluster, whose samples would give its answer away.</summary>
    public static IEnumerable<FewShot> Shots(PromptSuite suite, Sample sample) =>
        (sample.FewShot ?? suite.FewShot).Where(shot => shot.SampleId is null || (shot.SampleId != sample.Id && (shot.Cluster is null || shot.Cluster != sample.Cluster)));
}
