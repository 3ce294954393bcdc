using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Races;

namespace Workbench.Cli;

/// <summary><c>race rate</c>: Bradley-Terry ratings from a file of votes.</summary>
public sealed class RaceRateCommand : Command<RaceRateCommand.Settings>
{
    private static readonly Dictionary<string, TieRule> Rules = new()
    {
        ["half"] = TieRule.Half,
        ["drop"] = TieRule.Drop,
        ["davidson"] = TieRule.Davidson,
        ["rao-kupper"] = TieRule.RaoKupper,
    };

    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--votes <FILE>")]
        [Description("CSV or JSONL with a, b and outcome (a, b, tie, bothbad); - for standard input.")]
        public string? Votes { get; init; }

        [CommandOption("--ties <RULE>")]
        [Description("half (default), drop, davidson or rao-kupper.")]
        public string Ties { get; init; } = "half";

        [CommandOption("--cluster <COL>")]
        [Description("Column whose equal values make votes alike, usually the prompt.")]
        public string? Cluster { get; init; }
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if (!Rules.TryGetValue(settings.Ties, out var rule))
        {
            throw new InputException(new InputProblem(new Phrase("Races.TieRuleUnknown", settings.Ties), Field: "--ties", Hint: new Phrase("Races.TieRulesAre")));
        }

        var votes = settings.Votes switch
        {
            null => throw new InputException(new InputProblem(new Phrase("Races.ValueMissing"), Field: "--votes")),
            StandardInput.Name => VoteFile.Read(Console.In, StandardInput.Name, settings.Cluster),
            var file => VoteFile.Read(file, settings.Cluster),
        };
        var board = BradleyTerry.Rate(votes, rule);
        if (settings.Json)
        {
            Console.Out.WriteLine(Json(board).ToJsonString(CommandJson.Options));
        }
        else
        {
            Print(board);
        }

        return ExitCode.Done;
    }

    internal static JsonObject Json(RaceBoard board)
    {
        var answer = new JsonObject
        {
            ["votes"] = board.Votes,
            ["ties"] = board.Ties,
            ["bothBad"] = board.BothBad,
            ["clusters"] = board.Clusters,
            ["players"] = new JsonArray([.. board.Players.Select(Json)]),
        };
        EstimateJson.Set(answer, "firstSeat", board.FirstSeat);
        return answer;
    }

    private static JsonObject Json(RatedPlayer player)
    {
        var row = new JsonObject
        {
            ["name"] = player.Name,
            ["rating"] = player.Rating,
            ["se"] = player.StandardError,
            ["low"] = player.Low,
            ["high"] = player.High,
            ["rank"] = player.Rank,
            ["rankLow"] = player.RankLow,
            ["rankHigh"] = player.RankHigh,
            ["votes"] = player.Votes,
            ["deadHeatWith"] = new JsonArray([.. player.DeadHeatWith.Select(name => JsonValue.Create(name))]),
        };
        if (player.Reason is { } reason)
        {
            row["reason"] = reason.ToString();
        }

        return row;
    }

    private static void Print(RaceBoard board)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in (string[])["Rank", "RankRange", "Runner", "Rating", "Interval", "Votes", "Note"])
        {
            table.AddColumn(new Phrase($"Races.Table{heading}").ToString());
        }

        foreach (var player in board.Players)
        {
            table.AddRow([.. ((string[])[
                $"{player.Rank}",
                player.Rank is null ? "" : $"{player.RankLow}–{player.RankHigh}",
                player.Name,
                Round(player.Rating),
                player.Low is null ? "" : $"{Round(player.Low)} – {Round(player.High)}",
                $"{player.Votes}",
                player.Reason?.ToString() ?? ""]).Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
        var seat = board.FirstSeat.Estimate is { } estimate
            ? new Phrase("Races.FirstSeatIs", EstimateText.Number(estimate.Value), EstimateText.Number(estimate.Low), EstimateText.Number(estimate.High))
            : board.FirstSeat.Reason!;
        Console.Out.WriteLine(seat);
    }

    private static string Round(double? rating) => rating?.ToString("F0", CultureInfo.InvariantCulture) ?? "";
}
