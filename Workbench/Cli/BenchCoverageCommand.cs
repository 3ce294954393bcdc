using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Cli.Coverage;

namespace Workbench.Cli;

/// <summary><c>bench coverage</c>: how often each interval that the workbench shows holds the truth, simulated; exit status 1 where one falls below its line (docs/benchmarks.md).</summary>
public sealed class BenchCoverageCommand : Command<BenchCoverageCommand.Settings>
{
    public sealed class Settings : CommandSettings
    {
        [CommandOption("--sets <N>")]
        [Description("Data sets a cell, where coverage is not summed exactly.")]
        public int Sets { get; init; } = 4000;

        [CommandOption("--seed <N>")]
        public int Seed { get; init; } = 1;

        [CommandOption("--only <PART>")]
        [Description("Quantities whose name contains this.")]
        public string Only { get; init; } = "";

        [CommandOption("--json")]
        public bool Json { get; init; }
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        List<CoverageRow> rows = [];
        foreach (var table in CoverageStudy.Tables(settings.Sets).Where(table => table.Quantity.Contains(settings.Only, StringComparison.OrdinalIgnoreCase)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Console.Error.WriteLine(table.Quantity);
            rows.AddRange(CoverageStudy.Run(table, settings.Seed));
        }

        Console.Out.WriteLine(settings.Json ? Document(rows).ToJsonString(CommandJson.Options) : Markdown(rows));
        return rows.Any(row => row.Holds == false) ? ExitCode.DidNotHold : ExitCode.Done;
    }

    private static string Markdown(IReadOnlyList<CoverageRow> rows) => string.Join('\n',
    [
        "| quantity | method | cells | lowest | mean | below 0.93 | worst cell | line |",
        "|---|---|---|---|---|---|---|---|",
        .. rows.Select(row => string.Create(CultureInfo.InvariantCulture,
            $"| {row.Table.Quantity} | {(row.Shown ? $"**{row.Method}**" : row.Method)} | {row.Cells} | {row.Lowest:0.000} | {row.Mean:0.000} | {row.Below} | {row.Worst} | {Line(row)} |")),
    ]);

    private static string Line(CoverageRow row) => row.Holds is not { } holds ? "" : string.Create(CultureInfo.InvariantCulture, $"{row.Table.Least:0.000}, {row.Table.MostBelow}: {(holds ? "holds" : "FAILS")}");

    private static JsonObject Document(IReadOnlyList<CoverageRow> rows) => new()
    {
        ["rows"] = new JsonArray([.. rows.Select(row => new JsonObject
        {
            ["quantity"] = row.Table.Quantity,
            ["method"] = row.Method,
            ["shown"] = row.Shown,
            ["cells"] = row.Cells,
            ["lowest"] = row.Lowest,
            ["mean"] = row.Mean,
            ["below"] = row.Below,
            ["worst"] = row.Worst,
            ["holds"] = row.Holds,
        })]),
    };
}
