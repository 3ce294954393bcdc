using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>What a host is doing.</summary>
public abstract record HostPhase
{
    private HostPhase()
    {
    }

    /// <summary>Asked for, and not begun: others take its memory or its place. Begins as soon as one of them becomes idle.</summary>
    /// <param name="Reason">What it needs and what is in its way.</param>
    public sealed record Waiting(Phrase Reason, DateTimeOffset Since) : HostPhase;

    /// <param name="Progress">Share of the weights read, 0 to 1.</param>
    public sealed record Loading(double Progress, LoadStage Stage = LoadStage.Start) : HostPhase;

    public sealed record Ready : HostPhase;

    /// <summary>Ready, and answering.</summary>
    public sealed record Busy : HostPhase;

    /// <param name="Attempt">1 for the first restart since it last ran steadily.</param>
    /// <param name="Reason">How the last process ended.</param>
    public sealed record Restarting(int Attempt, DateTimeOffset NextTry, Phrase Reason) : HostPhase;

    public sealed record Failed(Phrase Reason) : HostPhase;

    public sealed record Unloaded : HostPhase;
}

/// <summary>How far loading has come, in the order of its stages.</summary>
public enum LoadStage
{
    /// <summary>The process starts.</summary>
    Start,

    /// <summary>The file's header is read and checked.</summary>
    Header,

    /// <summary>Weights are read, or mapped and put on the device.</summary>
    Weights,

    /// <summary>Cache and scratch buffers are made.</summary>
    Context,

    /// <summary>A first decode, so that the first answer does not wait for it.</summary>
    WarmUp,
}
