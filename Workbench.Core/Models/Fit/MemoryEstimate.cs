namespace Workbench.Core.Models.Fit;

/// <summary>
/// Memory a model takes, in bytes. On the processor it is what the system counts as the process's own (resident): weights are pages of the file itself, in
/// memory and never swapped; scratch counts when it is first written to. On a graphics device it is what is reserved there.
/// </summary>
/// <param name="Weights">Of the file's tensors.</param>
/// <param name="Repacked">Copies of weights in the order the processor's kernels want them; the mapped originals stay beside them.</param>
/// <param name="Cache">Keys and values of every cell.</param>
/// <param name="State">Running states of recurrent layers.</param>
/// <param name="Compute">Scratch of a decode.</param>
/// <param name="Outputs">Rows of logits and the scratch of drawing.</param>
/// <param name="Vocabulary">Tokens, merges and their indexes in the engine.</param>
/// <param name="Process">The host itself: runtime, libraries, web server, the driver's part.</param>
/// <param name="OnGraphics">Which of it lies on the graphics device.</param>
/// <param name="Idle">Which of it is not taken yet right after loading.</param>
public sealed record MemoryEstimate(long Weights, long Repacked, long Cache, long State, long Compute, long Outputs, long Vocabulary, long Process, long OnGraphics, long Idle)
{
    /// <summary>Everything, under full load: what must be there for the model to work.</summary>
    public long Total => Weights + Repacked + Cache + State + Compute + Outputs + Vocabulary + Process;

    /// <summary>Main memory under full load.</summary>
    public long InMemory => Total - OnGraphics;

    /// <summary>Everything right after loading, before the first request.</summary>
    public long AtLoad => Total - Idle;

    /// <summary>Weights in either form.</summary>
    public long AllWeights => Weights + Repacked;

    /// <summary>What grows with the conversation: cells and states.</summary>
    public long AllCache => Cache + State;

    /// <summary>The rest: scratch, logits, vocabulary, process.</summary>
    public long Other => Total - AllWeights - AllCache;
}
