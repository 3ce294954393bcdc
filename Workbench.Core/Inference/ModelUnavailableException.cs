using Workbench.Core.Language;

namespace Workbench.Core.Inference;

/// <summary>A model or endpoint could not be used: its file is damaged, its host died, its address does not answer.</summary>
public sealed class ModelUnavailableException(Phrase reason, Exception? inner = null) : Exception(reason.ToString(), inner), IReasoned
{
    public Phrase Reason { get; } = reason;

    /// <summary>What went wrong at an endpoint; null where it was none, or where that is not known.</summary>
    public EndpointFault? Fault { get; init; }

    /// <summary>The pause that the endpoint asked for; null without one.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Whether asking an endpoint again can help.</summary>
public enum EndpointFault
{
    /// <summary>Busy, broken or silent: the same question may be answered later.</summary>
    Passing,

    /// <summary>This question is refused; another may be answered.</summary>
    Request,

    /// <summary>Every question is refused: the key, the address or the model's name is wrong.</summary>
    Access,
}
