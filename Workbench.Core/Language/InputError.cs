using System.Collections.Immutable;

namespace Workbench.Core.Language;

/// <summary>One thing wrong with what a person gave: where it is, what is wrong, and what to do.</summary>
/// <param name="File">Path or name of the input; null when it did not come from a file.</param>
/// <param name="Line">1-based; null when unknown.</param>
/// <param name="Field">Name of the field as the person wrote it, for example <c>samples[3].target</c>.</param>
public sealed record InputProblem(Phrase Message, string? File = null, int? Line = null, string? Field = null, Phrase? Hint = null)
{
    public override string ToString()
    {
        var place = File is null ? "" : Line is null ? $"{File}: " : $"{File}:{Line}: ";
        var field = Field is null ? "" : $"{Field}: ";
        return $"{place}{field}{Message}{(Hint is null ? "" : $" {Hint}")}";
    }
}

/// <summary>Bad input. Pages show all <see cref="Problems"/>; commands print them and exit with 2. Nothing was changed.</summary>
public sealed class InputException(ImmutableArray<InputProblem> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public InputException(InputProblem problem)
        : this([problem])
    {
    }

    public ImmutableArray<InputProblem> Problems { get; } = problems;
}

/// <summary>The person may not do this (role, or four eyes). Raised by the operation in Core, so no page or command can go round it.</summary>
public sealed class NotAllowedException(Phrase reason) : Exception(reason.ToString()), IReasoned
{
    public Phrase Reason { get; } = reason;
}
