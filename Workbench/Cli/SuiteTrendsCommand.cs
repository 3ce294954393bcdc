using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Trends;
using Workbench.Core.Suites;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>suite trends</c>: what the runs of a suite came to, the oldest first.</summary>
public sealed class SuiteTrendsCommand : AsyncCommand<SuiteTrendsCommand.Settings>
{
    private static readonly string[] Columns = ["TrendRun", "TrendDate", "TrendVersion", "TrendCandidate", "TrendValue"];

    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<NAME>")]
        [Description("Name of a suite that has been run; all its versions are shown.")]
        public string Name { get; init; } = "";

        [CommandOption("--metric <METRIC>")]
        [Description("scorer.metric; the share of right answers when left out.")]
        public string? Metric { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var store = services.GetRequiredService<IRunStore>();
        var suite = SuiteCatalog.Parts(settings.Name).Name;

        // Whoever asks on the command line waits for runs that an earlier build counted.
        var summaries = services.GetRequiredService<RunSummaries>();
        foreach (var run in await store.OfSuiteAsync(suite, SuiteTrend.MostRuns, cancellationToken))
        {
            if (run.Answered + run.Errors > 0)
            {
                await summaries.OfAsync(run.Id, cancellationToken);
            }
        }

        var trend = await SuiteTrend.OfAsync(store, suite, settings.Metric, cancellationToken) ?? throw new InputException(new InputProblem(new Phrase("Runs.TrendNoRuns", suite), Field: "NAME"));
        if (settings.Json)
        {
            Console.Out.WriteLine(Json(trend).ToJsonString(CommandJson.Options));
        }
        else
        {
            Print(trend);
        }

        return ExitCode.Done;
    }

    private static JsonObject Json(SuiteTrend trend) => new()
    {
        ["suite"] = trend.Suite,
        ["metric"] = trend.Lines.FirstOrDefault()?.Metric,
        ["metrics"] = new JsonArray([.. trend.Metrics.Select(name => JsonValue.Create(name))]),
        ["uncounted"] = new JsonArray([.. trend.Uncounted.Select(id => JsonValue.Create(id))]),
        ["lines"] = new JsonArray([.. trend.Lines.Select(line => new JsonObject
        {
            ["candidate"] = line.Candidate.Name,
            ["hash"] = line.Candidate.Hash,
            ["points"] = new JsonArray([.. line.Points.Select(Point)]),
        })]),
    };

    private static JsonNode Point(TrendPoint point)
    {
        var json = new JsonObject
        {
            ["run"] = point.Run.Id,
            ["at"] = point.Run.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["version"] = point.Run.SuiteVersion,
            ["sha256"] = point.Run.SuiteSha256,
            ["break"] = point.IsBreak,
            ["before"] = point.Before,
        };
        EstimateJson.Set(json, "estimate", point.Metric);
        return json;
    }

    private static void Print(SuiteTrend trend)
    {
        Console.Out.WriteLine(CommandOutput.Say("TrendOf", trend.Suite, trend.Lines.FirstOrDefault()?.Metric ?? "-"));
        var table = new Table();
        table.AddColumns([.. Columns.Select(key => Markup.Escape(CommandOutput.Say(key)))]);
        foreach (var (line, point) in trend.Lines.SelectMany(line => line.Points.Select(point => (line, point))).OrderBy(each => each.point.Run.CreatedAt))
        {
            table.AddRow([point.Run.Id, point.Run.CreatedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), $"v{point.Run.SuiteVersion}{(point.IsBreak ? " *" : "")}", Markup.Escape(line.Candidate.Name), Markup.Escape(EstimateText.Of(point.Metric))]);
        }

        AnsiConsole.Write(table);
        if (trend.Lines.Any(line => line.Points.Any(point => point.IsBreak)))
        {
            Console.Out.WriteLine(CommandOutput.Say("TrendBreak"));
        }
    }
}
