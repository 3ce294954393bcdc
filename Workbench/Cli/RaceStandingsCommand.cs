using System.ComponentModel;
using System.Text.Json.Nodes;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Races;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Races;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>race standings</c>: the boards of a season, by its last heat and by blind votes.</summary>
public sealed class RaceStandingsCommand : AsyncCommand<RaceStandingsCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<SEASON>")]
        [Description("The season's id or name, for example S-0001.")]
        public required string Season { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var season = await services.GetRequiredService<SeasonStore>().FindAsync(settings.Season, cancellationToken)
            ?? throw new InputException(new InputProblem(new Phrase("Races.NoSuchSeason", settings.Season), Field: "SEASON"));
        var heat = season.Heats.IsEmpty ? null : await new HeatBoards(services.GetRequiredService<IRunStore>()).OfAsync(season.Heats[^1].RunId, cancellationToken);
        var votes = BradleyTerry.Rate(SeasonVotes.Of(season, await services.GetRequiredService<VoteStore>().ListAsync(null, cancellationToken)));
        if (settings.Json)
        {
            Console.Out.WriteLine(Document(season, heat?.Run.Id, heat?.Standings, votes).ToJsonString(CommandJson.Options));
        }
        else
        {
            Print(season, heat?.Standings);
        }

        return ExitCode.Done;
    }

    internal static JsonObject Document(Season season, string? run, SuiteStandings? standings, RaceBoard votes) => new()
    {
        ["season"] = season.Id,
        ["name"] = season.Name,
        ["suite"] = season.Suite,
        ["run"] = run,
        ["standings"] = new JsonArray([.. (standings?.Rows ?? []).Select(row => Row(season, row))]),
        ["votes"] = RaceRateCommand.Json(votes),
    };

    private static JsonObject Row(Season season, StandingRow row)
    {
        var json = new JsonObject
        {
            ["name"] = row.Candidate,
            ["team"] = season.Entries.FirstOrDefault(entry => entry.Candidate.Name == row.Candidate)?.Team,
            ["null"] = row.IsNull,
            ["rank"] = row.Rank,
            ["rankLow"] = row.RankLow,
            ["rankHigh"] = row.RankHigh,
            ["deadHeatWith"] = new JsonArray([.. row.DeadHeatWith.Select(name => JsonValue.Create(name))]),
        };
        EstimateJson.Set(json, "score", row.Score);
        return json;
    }

    private static void Print(Season season, SuiteStandings? standings)
    {
        var table = new Table().Title(Markup.Escape($"{season.Id} {season.Name} · {season.Suite}"));
        table.AddColumns(CommandOutput.Say("Rank"), CommandOutput.Say("Runner"), CommandOutput.Say("Score"));
        foreach (var row in standings?.Rows ?? [])
        {
            var score = row.Score.Estimate is { } estimate ? $"{estimate.Value:P1} [{estimate.Low:P1}, {estimate.High:P1}] n={estimate.N}" : row.Score.Reason?.ToString() ?? "";
            table.AddRow(row.RankLow == row.RankHigh ? $"{row.Rank}" : $"{row.RankLow}–{row.RankHigh}", Markup.Escape(row.Candidate), Markup.Escape(score));
        }

        AnsiConsole.Write(table);
    }
}
