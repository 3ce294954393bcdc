using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Races;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Races;

/// <summary>Keeps seasons, entries and heats; every change with its log entry in one transaction.</summary>
public sealed class SeasonStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time)
{
    /// <exception cref="InputException">A season of that name exists.</exception>
    public async Task<Season> CreateAsync(string name, string suite, string suiteSha256, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RaceCandidates);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new InputException(new InputProblem(new Phrase("Races.SeasonNeedsName"), Field: "name"));
        }

        if (await db.Set<SeasonRow>().AnyAsync(season => season.Name == name, cancellation).ConfigureAwait(false))
        {
            throw new InputException(new InputProblem(new Phrase("Races.SeasonExists", name), Field: "name"));
        }

        var row = new SeasonRow { Name = name.Trim(), Suite = suite, SuiteSha256 = suiteSha256, CreatedAt = time.GetUtcNow() };
        db.Add(row);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        var detail = new JsonObject { ["name"] = row.Name, ["suite"] = suite, ["suiteSha256"] = suiteSha256 };
        await LogAppender.AppendAsync(db, new LogRecord("season.created", IdOf(row.Number), actor.Id, detail), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return ToSeason(row);
    }

    /// <exception cref="InputException">No such season, or a candidate of that name runs in it already.</exception>
    public async Task<Season> EnterAsync(string seasonId, string team, Division division, Candidate candidate, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RaceCandidates);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var season = await RowAsync(db, seasonId, cancellation).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(team))
        {
            throw new InputException(new InputProblem(new Phrase("Races.EntryNeedsTeam"), Field: "team"));
        }

        if (candidate.IsNull || season.Entries.Any(entry => entry.CandidateName == candidate.Name))
        {
            throw new InputException(new InputProblem(new Phrase("Races.EntryExists", candidate.Name), Field: "candidate"));
        }

        season.Entries.Add(new EntryRow
        {
            Team = team.Trim(),
            Division = division.ToString(),
            CandidateName = candidate.Name,
            CandidateJson = JsonSerializer.Serialize(candidate),
            EnteredAt = time.GetUtcNow(),
            EnteredBy = actor.Id,
        });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await CandidateRows.UseAsync(db, [candidate], "season", seasonId, actor.Id, time.GetUtcNow(), cancellation).ConfigureAwait(false);
        var detail = new JsonObject { ["team"] = team, ["division"] = division.ToString(), ["candidate"] = candidate.Name, ["candidateHash"] = candidate.Hash };
        await LogAppender.AppendAsync(db, new LogRecord("season.entered", seasonId, actor.Id, detail), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return ToSeason(season);
    }

    /// <summary>Records that <paramref name="runId"/> is the season's next heat.</summary>
    public async Task<Season> AddHeatAsync(string seasonId, string runId, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RaceCandidates);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var season = await RowAsync(db, seasonId, cancellation).ConfigureAwait(false);
        var heat = new HeatRow { Number = season.Heats.Count + 1, RunId = runId, StartedAt = time.GetUtcNow() };
        season.Heats.Add(heat);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        var detail = new JsonObject { ["heat"] = heat.Number, ["run"] = runId };
        await LogAppender.AppendAsync(db, new LogRecord("season.heat", seasonId, actor.Id, detail), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return ToSeason(season);
    }

    public async Task<Season?> FindAsync(string seasonIdOrName, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var number = NumberOf(seasonIdOrName);
        var row = await Whole(db).AsNoTracking().FirstOrDefaultAsync(season => season.Number == number || season.Name == seasonIdOrName, cancellation).ConfigureAwait(false);
        return row is null ? null : ToSeason(row);
    }

    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<Season>> ListAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await Whole(db).AsNoTracking().OrderByDescending(season => season.Number).Take(200).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(ToSeason)];
    }

    private static IQueryable<SeasonRow> Whole(WorkbenchDbContext db) => db.Set<SeasonRow>().Include(season => season.Entries).Include(season => season.Heats).AsSplitQuery();

    private static async Task<SeasonRow> RowAsync(WorkbenchDbContext db, string seasonId, CancellationToken cancellation)
    {
        var number = NumberOf(seasonId);
        return await Whole(db).FirstOrDefaultAsync(season => season.Number == number, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Races.NoSuchSeason", seasonId), Field: "season"));
    }

    private static string IdOf(int number) => $"S-{number:0000}";

    private static int NumberOf(string id) => id.StartsWith("S-", StringComparison.Ordinal) && int.TryParse(id.AsSpan(2), out var number) ? number : -1;

    private static Season ToSeason(SeasonRow row) => new(
        IdOf(row.Number),
        row.Name,
        row.Suite,
        row.SuiteSha256,
        row.CreatedAt,
        [.. row.Entries.OrderBy(entry => entry.Id).Select(entry => new Entry(
            entry.Team,
            Enum.Parse<Division>(entry.Division),
            JsonSerializer.Deserialize<Candidate>(entry.CandidateJson)!,
            entry.EnteredAt,
            entry.EnteredBy))],
        [.. row.Heats.OrderBy(heat => heat.Number).Select(heat => new Heat(heat.Number, heat.RunId, heat.StartedAt))]);
}
