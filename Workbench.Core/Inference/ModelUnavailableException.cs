using Workbench.Core.Language;

namespace Workbench.Core.Inference;

/// <summary>A model or endpoint could not be used: its file is damaged, its host died, its address does not answer.</summary>
public sealed class ModelUnavailableException(Phrase reason, Exception? inner = null) : Exception(reason.ToString(), inner)
{
    public Phrase Reason { get; } = reason;
}
