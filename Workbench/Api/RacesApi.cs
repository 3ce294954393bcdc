using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Races;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Races;
using Workbench.Hosting;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Seasons and blind votes, for programs.</summary>
public static class RacesApi
{
    public sealed record NewSeason(string? Name, string? Suite);

    /// <param name="Division">LargeCompany, SmallCompany, StartUp or University.</param>
    public sealed record NewEntry(string? Team, string? Division, NewCandidate? Candidate);

    /// <param name="Seats">Candidates in the order that their answers were shown: hashes, or names of kept ones.</param>
    /// <param name="Best">Seat of the best answer, from 0; null for none.</param>
    public sealed record NewBallot(string? Prompt, string[]? Seats, int? Best, bool AllBad);

    public static void MapRaces(this IEndpointRouteBuilder api)
    {
        api.MapGet("/races", (int? count, string? after, SeasonStore seasons, CancellationToken cancellation) => ApiAnswer.PageAsync("seasons", new ApiPage(count, after), _ => seasons.ListAsync(cancellation), Describe));
        api.MapGet("/races/{season}", async (string season, SeasonStore seasons, VoteStore votes, IRunStore runs, CancellationToken cancellation) =>
        {
            var found = await FindAsync(seasons, season, cancellation);
            var heat = found.Heats.IsEmpty ? null : await new HeatBoards(runs).OfAsync(found.Heats[^1].RunId, cancellation);
            return ApiAnswer.Json(RaceStandingsCommand.Document(found, heat?.Run.Id, heat?.Standings, BradleyTerry.Rate(SeasonVotes.Of(found, await votes.ListAsync(null, cancellation)))));
        });
        api.MapPost("/races", async (NewSeason body, HttpContext context, ApiNames names, SeasonStore seasons) =>
        {
            var suite = await names.SuiteAsync(body.Suite, context.RequestAborted);
            return ApiAnswer.Json(Describe(await seasons.CreateAsync(body.Name ?? "", suite.Name, suite.Sha256, CurrentActor.From(context.User), context.RequestAborted)));
        }).Does("season.create");
        api.MapPost("/races/{season}/entries", async (string season, NewEntry body, HttpContext context, ApiNames names, SeasonStore seasons) =>
        {
            var found = await FindAsync(seasons, season, context.RequestAborted);
            var division = DecisionWords.Choice<Division>(body.Division, "division") ?? throw new InputException(new InputProblem(new Phrase("Governance.FieldMissing", "division"), Field: "division"));
            var candidate = names.Candidate(body.Candidate);

            // Settings are written out, so that the entry is the very candidate that Compare puts to the vote.
            return ApiAnswer.Json(Describe(await seasons.EnterAsync(found.Id, body.Team ?? "", division, candidate with { Settings = candidate.Settings ?? new GenerateSettings() }, CurrentActor.From(context.User), context.RequestAborted)));
        }).Does("season.enter");
        api.MapPost("/races/{season}/heats", async (string season, HttpContext context, ApiNames names, SeasonStore seasons, RunQueue queue) =>
        {
            var (found, actor) = (await FindAsync(seasons, season, context.RequestAborted), CurrentActor.From(context.User));
            var suite = await names.SuiteAsync(found.Suite, context.RequestAborted);
            if (suite.Sha256 != found.SuiteSha256)
            {
                throw new InputException(new InputProblem(new Phrase("Races.SuiteChanged", found.Suite), Field: "suite"));
            }

            var run = await queue.EnqueueAsync(new RunSpec(suite, [.. found.Entries.Select(entry => entry.Candidate), .. Season.NullRunners]), actor, context.RequestAborted);
            return ApiAnswer.Json(Describe(await seasons.AddHeatAsync(found.Id, run.Id, actor, context.RequestAborted)));
        }).Does("season.add-heat");
        api.MapGet("/votes", (int? count, string? after, VoteStore votes, CancellationToken cancellation) => ApiAnswer.PageAsync("votes", new ApiPage(count, after), _ => votes.ListAsync(null, cancellation), Describe));
        api.MapPost("/votes", async (NewBallot body, HttpContext context, CandidateStore candidates, VoteStore votes) =>
        {
            var seats = new List<VotedCandidate>();
            foreach (var seat in body.Seats ?? [])
            {
                var known = await CandidatesApi.FindAsync(candidates, seat, context.RequestAborted);
                seats.Add(new VotedCandidate(known.Shown, known.Candidate.Hash));
            }

            var cast = await votes.CastAsync(new Ballot(body.Prompt ?? "", [.. seats], body.Best, body.AllBad), CurrentActor.From(context.User), context.RequestAborted);
            return ApiAnswer.Json(new JsonObject { ["ballot"] = cast.FirstOrDefault()?.Ballot, ["votes"] = new JsonArray([.. cast.Select(Describe)]) });
        }).Does("vote.cast");
        api.MapDelete("/votes/{ballot}", async (string ballot, HttpContext context, VoteStore votes) =>
        {
            await votes.WithdrawAsync(ballot, CurrentActor.From(context.User), context.RequestAborted);
            return Results.NoContent();
        }).Does("vote.withdraw");
    }

    private static async Task<Season> FindAsync(SeasonStore seasons, string key, CancellationToken cancellation) =>
        await seasons.FindAsync(key, cancellation) ?? throw new InputException(new InputProblem(new Phrase("Races.NoSuchSeason", key), Field: "season"));

    private static JsonObject Describe(Season season) => new()
    {
        ["season"] = season.Id,
        ["name"] = season.Name,
        ["suite"] = new JsonObject { ["name"] = season.Suite, ["sha256"] = season.SuiteSha256 },
        ["createdAt"] = ApiAnswer.Time(season.CreatedAt),
        ["entries"] = new JsonArray([.. season.Entries.Select(entry => new JsonObject { ["name"] = entry.Candidate.Name, ["sha256"] = entry.Candidate.Hash, ["team"] = entry.Team, ["division"] = entry.Division.ToString() })]),
        ["heats"] = new JsonArray([.. season.Heats.Select(heat => new JsonObject { ["number"] = heat.Number, ["run"] = heat.RunId, ["startedAt"] = ApiAnswer.Time(heat.StartedAt) })]),
    };

    /// <summary>Without who voted.</summary>
    private static JsonObject Describe(Vote vote) => new()
    {
        ["id"] = vote.Id,
        ["ballot"] = vote.Ballot,
        ["a"] = new JsonObject { ["name"] = vote.A.Name, ["sha256"] = vote.A.Hash },
        ["b"] = new JsonObject { ["name"] = vote.B.Name, ["sha256"] = vote.B.Hash },
        ["outcome"] = RunExport.Word<PairOutcome>(vote.Outcome),
        ["at"] = ApiAnswer.Time(vote.At),
    };
}
