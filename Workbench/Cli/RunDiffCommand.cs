using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbench.Core.Runs;
using Workbench.Core.Statistics;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>diff</c>: what got better and what got worse from one run to another.</summary>
public sealed class RunDiffCommand : AsyncCommand<RunDiffCommand.Settings>
{
    private static readonly string[] Columns = ["DiffScorer", "DiffBefore", "DiffNow", "DiffChange", "DiffP", "DiffBetter", "DiffWorse"];

    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<BEFORE>")]
        [Description("The earlier run, for example R-0001.")]
        public string Before { get; init; } = "";

        [CommandArgument(1, "<NOW>")]
        [Description("The later run, of the same suite or another version of it.")]
        public string Now { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var comparison = await RunComparison.OfAsync(services.GetRequiredService<IRunStore>(), settings.Before, settings.Now, cancellationToken);
        if (settings.Json)
        {
            Console.Out.WriteLine(Json(comparison).ToJsonString(CommandJson.Options));
        }
        else
        {
            Print(comparison);
        }

        return ExitCode.Done;
    }

    private static JsonObject Json(RunComparison comparison) => new()
    {
        ["before"] = comparison.Before.Id,
        ["now"] = comparison.Now.Id,
        ["samples"] = new JsonObject { ["common"] = comparison.Common, ["onlyBefore"] = comparison.OnlyBefore, ["onlyNow"] = comparison.OnlyNow, ["reworded"] = comparison.Reworded },
        ["changes"] = new JsonArray([.. comparison.Changes.Select(change => new JsonObject
        {
            ["candidate"] = change.Candidate,
            ["beforeCandidate"] = change.BeforeCandidate,
            ["scorer"] = change.Scorer,
            ["before"] = change.Before,
            ["now"] = change.Now,
            ["change"] = change.Change.Metric.Estimate is { } estimate ? EstimateJson.Of(estimate) : null,
            ["reason"] = change.Change.Metric.Estimate is null ? change.Change.Metric.Reason?.ToString() : null,
            ["p"] = change.Change.P,
            ["pHolm"] = change.AdjustedP,
            ["better"] = change.Better,
            ["worse"] = change.Worse,
            ["same"] = change.Same,
        })]),
        ["changed"] = new JsonArray([.. comparison.Changed.Select(sample => new JsonObject { ["sample"] = sample.SampleId, ["candidate"] = sample.Candidate, ["scorer"] = sample.Scorer, ["before"] = sample.Before, ["now"] = sample.Now })]),
    };

    private static void Print(RunComparison comparison)
    {
        var table = new Table();
        table.AddColumns([.. Columns.Select(key => Markup.Escape(CommandOutput.Say(key)))]);
        foreach (var change in comparison.Changes)
        {
            table.AddRow([Markup.Escape($"{change.Candidate} {change.Scorer}"), Number(change.Before), Number(change.Now), Markup.Escape(Words(change.Change.Metric)), change.AdjustedP is { } p ? p.ToString("0.###", CultureInfo.InvariantCulture) : "-", $"{change.Better}", $"{change.Worse}"]);
        }

        AnsiConsole.Write(table);
        Console.Out.WriteLine(CommandOutput.Say("DiffSamples", comparison.Common, comparison.OnlyBefore, comparison.OnlyNow, comparison.Reworded));
    }

    private static string Number(double? value) => value is { } known ? EstimateText.Number(known) : "-";

    private static string Words(Metric metric) => metric.Estimate is { } estimate
        ? string.Create(CultureInfo.InvariantCulture, $"{estimate.Value:+0.000;-0.000;0.000} [{estimate.Low:+0.000;-0.000;0.000}, {estimate.High:+0.000;-0.000;0.000}] n={estimate.N}")
        : metric.Reason?.ToString() ?? "-";
}
