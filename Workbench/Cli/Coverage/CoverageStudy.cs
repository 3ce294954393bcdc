namespace Workbench.Cli.Coverage;

/// <summary>Tries every interval that the workbench shows in many situations of a model evaluation, with the workbench's own code.</summary>
internal static class CoverageStudy
{
    /// <summary>Coverage below which a cell counts as too low.</summary>
    public const double Line = 0.93;
    private const int Rounds = 25;

    public static IReadOnlyList<CoverageTable> Tables(int sets) =>
    [
        .. RateTables.All(), .. ClusterTables.All(sets), .. JudgeTables.All(sets), .. SequenceTables.All(sets), .. ConfidenceTables.All(sets), .. AgreementTables.All(sets),
    ];

    /// <summary>Cells have their own seeds, so the result does not depend on how many run at once.</summary>
    public static IReadOnlyList<CoverageRow> Run(CoverageTable table, int seed)
    {
        var results = new CoverageTally[table.Cells.Count];
        Parallel.For(0, results.Length, i =>
        {
            results[i] = new CoverageTally();
            table.Cells[i].Try(results[i], new Random((seed * 7919) + i));
            if (table.Least is { } line && results[i].Results.Any(result => result.Method == table.Shown && result.Weight > 2 && result.Coverage < line))
            {
                results[i] = Again(table.Cells[i], (seed * 7919) + i);
            }
        });
        return
        [
            .. results.SelectMany((tally, i) => tally.Results.Select(result => (result.Method, result.Coverage, table.Cells[i].Name)))
                .GroupBy(result => result.Method)
                .Select(method => (method.Key, Cells: method.OrderBy(cell => cell.Coverage).ToList()))
                .Select(method => new CoverageRow(
                    table, method.Key, method.Cells.Count, method.Cells[0].Coverage, method.Cells.Average(cell => cell.Coverage), method.Cells.Count(cell => cell.Coverage < Line), method.Cells[0].Name)),
        ];
    }

    /// <summary>The lowest of many simulated cells lies too low by chance alone: one below the line is tried afresh, many times as often.</summary>
    private static CoverageTally Again(CoverageCell cell, int seed)
    {
        var tally = new CoverageTally();
        for (var round = 1; round <= Rounds; round++)
        {
            cell.Try(tally, new Random((round * 1_000_003) + seed));
        }

        return tally;
    }
}

/// <summary>One method in all cells of a table.</summary>
/// <param name="Worst">The cell with the lowest coverage.</param>
internal sealed record CoverageRow(CoverageTable Table, string Method, int Cells, double Lowest, double Mean, int Below, string Worst)
{
    public bool Shown => Method == Table.Shown;

    /// <summary>Null where the design study set no line.</summary>
    public bool? Holds => !Shown || Table.Least is not { } least ? null : Math.Round(Lowest, 3) >= least && Below <= Table.MostBelow;
}
