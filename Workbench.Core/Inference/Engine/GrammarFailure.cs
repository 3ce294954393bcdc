using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>Why a grammar can't be followed; becomes a problem of the request.</summary>
/// <param name="line">From 1; null where it is no single one.</param>
internal sealed class GrammarFailure(Phrase reason, int? line = null) : Exception(reason.Key)
{
    public GrammarFailure(string key, params string[] arguments)
        : this(new Phrase($"Inference.{key}", arguments))
    {
    }

    public Phrase Reason { get; } = reason;

    public int? Line { get; } = line;

    public InputException ToInput(string field) => new(new InputProblem(Reason, Line: Line, Field: field));
}
