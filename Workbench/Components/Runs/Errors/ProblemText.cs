using Microsoft.Extensions.Localization;
using Workbench.Core.Runs.Errors;

namespace Workbench.Components.Runs.Errors;

/// <summary>Words for what keeps cells from an answer or a score.</summary>
public sealed class ProblemText
{
    /// <summary>A short name for a kind of problem; the class it belongs to where it has none of its own.</summary>
    public static string Name(IStringLocalizer<ProblemText> text, ProblemKind kind)
    {
        var own = text[$"Kind.{kind.Key}"];
        var name = own.ResourceNotFound ? text[$"Class.{kind.Class}"].Value : own.Value;
        return kind.Status is { } status ? text["WithStatus", name, status] : kind.Scorer is { } scorer ? text["OfScorer", scorer, name] : name;
    }
}
