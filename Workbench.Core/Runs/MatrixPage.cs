using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Scoring;

namespace Workbench.Core.Runs;

/// <summary>Which samples of a run are shown; each part that is given must hold.</summary>
/// <param name="Outcome">Some cell (of <paramref name="Candidate"/>, where given) has it.</param>
/// <param name="ErrorsOnly">Some cell ended in an error.</param>
/// <param name="Candidate">Name; by itself it asks for samples that the candidate has answered.</param>
/// <param name="Text">Somewhere in the prompt or an answer, letter case ignored for Latin letters.</param>
/// <param name="Problem">Name of a kind of problem that some cell (of <paramref name="Candidate"/>, where given) has: <see cref="Errors.ProblemKind"/>.</param>
/// <param name="OnlyDifferent">The models, null runners left out where there are two or more of them, do not all have the same outcome.</param>
public sealed record MatrixFilter(Outcome? Outcome = null, bool ErrorsOnly = false, string? Candidate = null, string? Language = null, string? Region = null, string? Tag = null, string? Text = null, bool OnlyDifferent = false, string? Problem = null);

/// <summary>Where a page begins: after the sample with this place in the suite.</summary>
/// <param name="After">0-based place of the last sample of the page before; null for the first page.</param>
/// <param name="Count">Most samples of the page.</param>
public sealed record MatrixPosition(int? After = null, int Count = 50);

/// <param name="Total">Samples that pass the filter, or a number that they are at least.</param>
/// <param name="Next">Null on the last page.</param>
/// <param name="IsCounted">Whether <paramref name="Total"/> is all of them; counting ends where it would take long.</param>
/// <param name="SearchedTo">Samples looked through so far, where a search of a large run stopped before its end; <paramref name="Next"/> goes on from there.</param>
public sealed record MatrixPage(ImmutableArray<MatrixRow> Rows, int Total, MatrixPosition? Next, bool IsCounted = true, int? SearchedTo = null);

/// <param name="Ordinal">0-based place of the sample in the suite.</param>
/// <param name="Cells">In order of candidate and repeat; what is not answered yet is absent.</param>
public sealed record MatrixRow(int Ordinal, string SampleId, string Prompt, string Language, string? Region, ImmutableArray<string> Tags, ImmutableArray<MatrixCell> Cells);

/// <param name="Outcome">Of the sample's first scorer; null for an error.</param>
/// <param name="Excerpt">Beginning of the answer.</param>
public sealed record MatrixCell(string Candidate, int Repeat, Outcome? Outcome, double? Value, string? Excerpt, bool IsError, Phrase? Reason)
{
    public const int ExcerptLength = 240;
}
