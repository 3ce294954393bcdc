using System.Collections.Immutable;

namespace Workbench.Core.Reports.Blocks;

/// <summary>A piece of a report, the same for every format; its words are already in the report's language.</summary>
public abstract record ReportBlock;

/// <summary>A heading inside a section.</summary>
/// <param name="Anchor">Where links land; null for none.</param>
public sealed record HeadingBlock(string Text, string? Anchor = null) : ReportBlock;

/// <summary>How a paragraph is meant.</summary>
public enum TextKind
{
    Plain,
    Warning,
    Framed,

    /// <summary>As it is, line by line.</summary>
    Verbatim,
}

public sealed record TextBlock(string Text, TextKind Kind = TextKind.Plain) : ReportBlock;

/// <summary>Names with their values.</summary>
public sealed record FactsBlock(ImmutableArray<ReportFact> Facts) : ReportBlock;

public sealed record ReportFact(string Name, string Value);

/// <param name="AreNames">Short names that flow one after the other.</param>
public sealed record ListBlock(ImmutableArray<ReportCell> Items, bool AreNames = false) : ReportBlock;

/// <summary>A table; every row has a cell for each column, or is a group's heading.</summary>
/// <param name="Title">Caption; the name of its sheet in a workbook.</param>
/// <param name="Kind">Style on the page; null for the usual one.</param>
public sealed record TableBlock(string Title, ImmutableArray<string> Columns, ImmutableArray<ReportRow> Rows, string? Kind = null) : ReportBlock;

/// <param name="Group">Heading of the rows that follow; then there are no cells.</param>
public sealed record ReportRow(ImmutableArray<ReportCell> Cells, string? Group = null)
{
    public static ReportRow Of(params ReadOnlySpan<ReportCell> cells) => new([.. cells]);

    public static ReportRow Heading(string text) => new([], text);
}

/// <summary>An answer with its question and scores, as evidence.</summary>
/// <param name="Address">Where the workbench shows it; null when that is not known.</param>
/// <param name="IsError">The machinery failed; <paramref name="Answer"/> is what it said.</param>
public sealed record SampleBlock(string Title, string Anchor, string? Address, string Prompt, string Answer, bool IsError, ImmutableArray<ReportCell> Scores) : ReportBlock;
