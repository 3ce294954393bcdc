using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Candidates;

/// <summary>Every candidate that was used in this workspace. Its parts never change; a name is given once.</summary>
public sealed class CandidateStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time)
{
    private const int LongestName = 60;

    /// <summary>Candidates looked through for those of a model.</summary>
    private const int Recent = 200;

    /// <param name="hashOrName">The hash, its beginning of 8 digits or more, or the name a person gave.</param>
    public async Task<KnownCandidate?> FindAsync(string hashOrName, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = db.Set<CandidateRow>().AsNoTracking();
        var found = await rows.FirstOrDefaultAsync(row => row.Name == hashOrName, cancellation).ConfigureAwait(false);
        if (found is null && hashOrName.Length is >= 8 and <= 64 && hashOrName.All(char.IsAsciiHexDigitLower))
        {
            found = await rows.OrderBy(row => row.Number).FirstOrDefaultAsync(row => row.Hash.StartsWith(hashOrName), cancellation).ConfigureAwait(false);
        }

        return found is null ? null : CandidateRows.Known(found);
    }

    /// <summary>Newest first.</summary>
    /// <param name="before">Number of the last one of the page before.</param>
    public async Task<ImmutableArray<KnownCandidate>> ListAsync(int count, long? before, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var last = before ?? long.MaxValue;
        var rows = await db.Set<CandidateRow>().AsNoTracking().Where(row => row.Number < last).OrderByDescending(row => row.Number).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(CandidateRows.Known)];
    }

    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<CandidateUse>> UsesAsync(string hash, int count, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await db.Set<CandidateUseRow>().AsNoTracking().Where(row => row.Hash == hash).OrderByDescending(row => row.At).ThenBy(row => row.Subject).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => new CandidateUse(row.Kind, row.Subject, row.As, row.At))];
    }

    /// <summary>Where the newest candidates that rest on a model were used, newest first.</summary>
    /// <param name="model">As candidates name it.</param>
    public async Task<ImmutableArray<CandidateUse>> UsesOfModelAsync(string model, int count, CancellationToken cancellation)
    {
        var candidates = await ListAsync(Recent, null, cancellation).ConfigureAwait(false);
        string[] hashes = [.. candidates.Where(known => known.Candidate.Model == model).Select(known => known.Candidate.Hash)];
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await db.Set<CandidateUseRow>().AsNoTracking().Where(row => hashes.Contains(row.Hash)).OrderByDescending(row => row.At).ThenBy(row => row.Subject).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => new CandidateUse(row.Kind, row.Subject, row.As, row.At)).DistinctBy(use => (use.Kind, use.Subject))];
    }

    /// <returns>Number of uses by hash; hashes without one are left out.</returns>
    public async Task<ImmutableDictionary<string, int>> CountUsesAsync(IEnumerable<string> hashes, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        string[] wanted = [.. hashes];
        var counts = await db.Set<CandidateUseRow>().Where(row => wanted.Contains(row.Hash)).GroupBy(row => row.Hash).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation).ConfigureAwait(false);
        return counts.ToImmutableDictionary(count => count.Key, count => count.Count);
    }

    /// <summary>Writes a candidate down before it was used anywhere.</summary>
    public async Task<KnownCandidate> KeepAsync(Candidate candidate, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var hash = candidate.Hash;
        var row = await db.Set<CandidateRow>().FirstOrDefaultAsync(each => each.Hash == hash, cancellation).ConfigureAwait(false);
        if (row is null)
        {
            row = new CandidateRow { Hash = hash, Json = System.Text.Json.JsonSerializer.Serialize(candidate), At = time.GetUtcNow(), By = actor.Id };
            db.Add(row);
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return CandidateRows.Known(row);
    }

    /// <summary>Gives a candidate its name, for good.</summary>
    /// <exception cref="InputException">No such candidate, it has a name, or the name is no name or another's.</exception>
    /// <exception cref="NotAllowedException">None of the actor's roles may run suites.</exception>
    public async Task<KnownCandidate> NameAsync(string hash, string name, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var given = name.Trim();
        if (given.Length is 0 or > LongestName || given.Any(letter => char.IsControl(letter) || letter is '/' or '\\'))
        {
            throw Wrong("Inference.CandidateNameForm");
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<CandidateRow>().FirstOrDefaultAsync(each => each.Hash == hash, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Inference.CandidateUnknown", hash), Field: "candidate"));
        if (row.Name is { } kept && kept != given)
        {
            throw Wrong("Inference.CandidateNamed", kept);
        }

        // A hash is looked up in the same place as a name.
        if (await db.Set<CandidateRow>().AnyAsync(each => each.Hash != hash && (each.Name == given || each.Hash == given), cancellation).ConfigureAwait(false))
        {
            throw Wrong("Inference.CandidateNameTaken", given);
        }

        if (row.Name is null)
        {
            row.Name = given;
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
            await LogAppender.AppendAsync(db, new LogRecord("candidate.named", given, actor.Id, new JsonObject { ["name"] = given, ["candidateHash"] = hash }), time.GetUtcNow(), cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        return CandidateRows.Known(row);

        static InputException Wrong(string key, params string[] arguments) => new(new InputProblem(new Phrase(key, arguments), Field: "name"));
    }
}
