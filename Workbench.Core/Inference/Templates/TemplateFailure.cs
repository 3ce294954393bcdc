using Workbench.Core.Language;

namespace Workbench.Core.Inference.Templates;

/// <summary>Why a template cannot be compiled or rendered; becomes an <see cref="InputException"/> with the line where it happened.</summary>
internal sealed class TemplateFailure(Phrase reason, int? line = null) : Exception(reason.Key)
{
    public TemplateFailure(string key, params string[] arguments)
        : this(new Phrase($"Inference.{key}", arguments))
    {
    }

    public Phrase Reason { get; } = reason;

    public int? Line { get; } = line;

    /// <summary>The template's own <c>raise_exception</c>: its words are passed on as they are.</summary>
    public bool IsRaised => Reason.Key == "Inference.TemplateRaised";
}
