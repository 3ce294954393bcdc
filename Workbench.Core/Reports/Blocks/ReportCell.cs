using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Statistics;

namespace Workbench.Core.Reports.Blocks;

/// <summary>What stands in one place of a table or list.</summary>
public sealed record ReportCell(string Text)
{
    /// <summary>Of a cell that is a number; a workbook stores it as one.</summary>
    public double? Number { get; init; }

    /// <summary>The number is a share from 0 to 1, shown in per cent.</summary>
    public bool IsShare { get; init; }

    /// <summary>Smaller, under the text.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The last note is a warning.</summary>
    public bool Warns { get; init; }

    public bool IsStrong { get; init; }

    /// <summary>Verdict or outcome that gives it its colour; the text says the same.</summary>
    public string? Tone { get; init; }

    /// <summary>Anchor in the report that it links to.</summary>
    public string? Anchor { get; init; }

    /// <summary>Address in the workbench, used where there is no anchor.</summary>
    public string? Address { get; init; }

    public ReportMark? Mark { get; init; }

    public static ReportCell Empty { get; } = new("");

    /// <summary>A cell without a value: said by a dash, never by 0.</summary>
    public static ReportCell Nothing { get; } = new("–");
}

/// <summary>An interval that is drawn, with the limit it is held against.</summary>
public sealed record ReportMark(Estimate Estimate, ClauseLimit? Limit, Demonstrated Demonstrated);
