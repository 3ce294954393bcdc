using System.Diagnostics;

namespace Workbench.Core.Inference.Engine;

/// <summary>Work on one sequence: tokens to be decoded, and what is done with the logits. Only the decoding thread calls into it.</summary>
internal abstract class SequenceJob : IDisposable
{
    protected SequenceJob(IReadOnlyList<int> tokens, bool interactive, CancellationToken cancellation)
    {
        Tokens = [.. tokens];
        Trail = new TokenTrail(Tokens);
        PromptLength = tokens.Count;
        Interactive = interactive;
        Cancellation = cancellation;
    }

    /// <summary>Everything known so far; grows as an answer does.</summary>
    public List<int> Tokens { get; }

    public TokenTrail Trail { get; }

    public int PromptLength { get; }

    /// <summary>A person is waiting for it: goes first.</summary>
    public bool Interactive { get; }

    public CancellationToken Cancellation { get; }

    /// <summary><see cref="Stopwatch"/> ticks at which it was made.</summary>
    public long Arrived { get; } = Stopwatch.GetTimestamp();

    /// <summary>Prompt tokens whose cells were there already; -1 before admission.</summary>
    public int Cached { get; set; } = -1;

    /// <summary>How often it gave its place to others.</summary>
    public int Preemptions { get; set; }

    /// <summary>It shared a decode with others: its cells lie scattered among theirs.</summary>
    public bool HadCompany { get; set; }

    /// <summary>Tokens to decode at present.</summary>
    public abstract int Target { get; }

    /// <summary>The first position whose logits are needed.</summary>
    public abstract int OutputFrom { get; }

    /// <summary>Whether it goes on token by token; others are done with one pass over their tokens and need no seat.</summary>
    public virtual bool WritesAnswer => true;

    /// <summary>How many of its first tokens a later request may begin with.</summary>
    public virtual int Reusable => PromptLength;

    /// <summary>Whether the next decode is a token of a running answer.</summary>
    public bool IsRunning => Tokens.Count > PromptLength;

    /// <returns>True when nothing is left to do.</returns>
    public abstract bool Take(int position, ReadOnlySpan<float> logits);

    public abstract void Cancelled();

    /// <summary>The cache holds no more of it.</summary>
    public abstract void OutOfRoom();

    public abstract void Failed(Exception reason);

    /// <summary>By the decoding thread, when it is done with the job.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
