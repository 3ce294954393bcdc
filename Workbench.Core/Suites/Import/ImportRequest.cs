using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Suites.Import;

/// <summary>A file to make a suite of, and what it does not say itself.</summary>
/// <param name="Format">One of <see cref="SuiteImporter.Formats"/>; null finds it out.</param>
/// <param name="Name">Of the suite; null takes the file's.</param>
/// <param name="License">Null takes the one that the data set is published under, where it is a known one.</param>
/// <param name="Language">BCP 47 tag; null takes the format's.</param>
/// <param name="Limit">Most samples, the first ones; null takes all.</param>
/// <param name="Map">For plain tables: the column of each field of a sample. Several columns of choices are set apart by <c>+</c>.</param>
/// <param name="Scorer">Kind in place of the format's usual one.</param>
public sealed record ImportRequest(
    string Path, string? Format = null, string? Name = null, string? License = null, string? Language = null, int? Limit = null, ImmutableSortedDictionary<string, string>? Map = null, string? Scorer = null)
{
    /// <summary>Columns that <see cref="Map"/> does not name are not taken, whatever their names suggest.</summary>
    public bool MapIsWhole { get; init; }
}

/// <summary>A suite made of another tool's file.</summary>
/// <param name="Format">That it was read as.</param>
/// <param name="Taken">What each field of the samples was made of.</param>
/// <param name="Notes">What has no counterpart, item by item; nothing is left out without one.</param>
public sealed record SuiteImport(PromptSuite Suite, string Format, ImmutableArray<TakenField> Taken, ImmutableArray<ImportNote> Notes);

/// <param name="From">Name in the file.</param>
/// <param name="To">Field of the sample.</param>
public sealed record TakenField(string From, string To);

/// <param name="Line">1-based; null where it is about the whole file.</param>
/// <param name="Field">In the file.</param>
public sealed record ImportNote(Phrase Message, int? Line = null, string? Field = null);
