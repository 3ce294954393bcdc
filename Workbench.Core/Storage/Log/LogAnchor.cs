using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>Has somebody outside say when a checkpoint was there (RFC 3161): whoever has database and key can sign another history, but not one that was there before.</summary>
public sealed class LogAnchor(IDbContextFactory<WorkbenchDbContext> database, LogStore log, TimeProvider time)
{
    private const int Batch = 200;

    /// <summary>Signs the log as it is now, and makes the question that any authority answers; without a nonce, as the answer may come days later.</summary>
    /// <exception cref="LogDamagedException">The log does not continue what was signed last.</exception>
    public async Task<(Checkpoint Checkpoint, byte[] Request)> RequestAsync(CancellationToken cancellation)
    {
        var (checkpoint, note) = await log.SignAsync(cancellation).ConfigureAwait(false);
        return (checkpoint, Request(note, null).Encode());
    }

    /// <summary>The same by asking the authority now.</summary>
    /// <exception cref="InputException">It does not answer, or not this.</exception>
    public async Task<LogTimestamp> AskAsync(TimestampAuthority authority, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ManageLog);
        var (_, note) = await log.SignAsync(cancellation).ConfigureAwait(false);
        var request = Request(note, RandomNumberGenerator.GetBytes(8));
        var response = await authority.AskAsync(request.Encode(), cancellation).ConfigureAwait(false);
        try
        {
            // Compares hash, nonce and what else was asked for.
            request.ProcessResponse(response, out _);
        }
        catch (CryptographicException error)
        {
            throw Wrong(TimestampAnswer.TryRead(response, out _, out var problem) ? new Phrase("Log.TimestampNotAsked", Phrase.Both(new Phrase("Language.Cited", error.Message))) : problem);
        }

        return await KeepAsync(response, actor, cancellation).ConfigureAwait(false);
    }

    /// <summary>Keeps an authority's answer beside the checkpoint it is about.</summary>
    /// <exception cref="InputException">It is no answer, is about nothing that was signed here, or its signature does not hold.</exception>
    public async Task<LogTimestamp> KeepAsync(byte[] response, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ManageLog);
        if (!TimestampAnswer.TryRead(response, out var answer, out var problem))
        {
            throw Wrong(problem);
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var (size, note) = await NamedAsync(db, answer, cancellation).ConfigureAwait(false) ?? throw Wrong(new Phrase("Log.TimestampOfNothing"));
        if (!answer.Vouches(note, out var authority))
        {
            throw Wrong(new Phrase("Log.TimestampUnsigned"));
        }

        var kept = new LogTimestamp(size, authority, answer.At, Convert.ToHexStringLower(SHA256.HashData(response)), response);
        if (!await db.Set<TimestampRow>().AnyAsync(row => row.Size == size && row.Sha256 == kept.Sha256, cancellation).ConfigureAwait(false))
        {
            db.Add(new TimestampRow { Size = size, Sha256 = kept.Sha256, Authority = authority, At = kept.At, Response = response });
            var detail = new JsonObject { ["size"] = size, ["authority"] = authority, ["time"] = kept.At.ToString("O", CultureInfo.InvariantCulture), ["sha256"] = kept.Sha256 };
            await LogAppender.AppendAsync(db, new LogRecord("log.anchored", "log", actor.Id, detail), time.GetUtcNow(), cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        return kept;
    }

    /// <summary>Of the checkpoints of these sizes; the earliest time first.</summary>
    public async Task<ImmutableArray<LogTimestamp>> ListAsync(IReadOnlyCollection<long> sizes, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await ListAsync(db.Set<TimestampRow>().Where(row => sizes.Contains(row.Size)), cancellation).ConfigureAwait(false);
    }

    internal static async Task<ImmutableArray<LogTimestamp>> ListAsync(IQueryable<TimestampRow> rows, CancellationToken cancellation) =>
        [.. (await rows.AsNoTracking().OrderBy(row => row.Size).ThenBy(row => row.At).ThenBy(row => row.Sha256).ToListAsync(cancellation).ConfigureAwait(false)).Select(row => row.ToTimestamp())];

    private static Rfc3161TimestampRequest Request(string note, byte[]? nonce) =>
        Rfc3161TimestampRequest.CreateFromData(Encoding.UTF8.GetBytes(note), HashAlgorithmName.SHA256, nonce: nonce is null ? (ReadOnlyMemory<byte>?)null : nonce, requestSignerCertificates: true);

    /// <summary>The checkpoint whose note the answer names; the newest are looked at first.</summary>
    private static async Task<(long Size, byte[] Note)?> NamedAsync(WorkbenchDbContext db, TimestampAnswer answer, CancellationToken cancellation)
    {
        for (var before = long.MaxValue; ;)
        {
            var page = await db.Set<CheckpointRow>().AsNoTracking().Where(row => row.Size < before).OrderByDescending(row => row.Size).Take(Batch)
                .Select(row => new { row.Size, row.Note }).ToListAsync(cancellation).ConfigureAwait(false);
            if (page.Count == 0)
            {
                return null;
            }

            foreach (var each in page)
            {
                var note = Encoding.UTF8.GetBytes(each.Note);
                if (answer.Names(note))
                {
                    return (each.Size, note);
                }
            }

            before = page[^1].Size;
        }
    }

    private static InputException Wrong(Phrase problem) => new(new InputProblem(problem, Field: "--tsr"));
}
