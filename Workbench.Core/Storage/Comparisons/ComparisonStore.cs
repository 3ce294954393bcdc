using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Comparisons;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Comparisons;

/// <summary>Keeps comparisons. Answers are added and never changed; questions and the way it is shown are as they were saved last.</summary>
public sealed class ComparisonStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time)
{
    /// <summary>Adds a comparison, or what is new in one. Where somebody else made it, or saved in between, it becomes a comparison of its own: nothing is overwritten.</summary>
    /// <returns>With its id and revision.</returns>
    /// <exception cref="InputException">An answer belongs to no column or question.</exception>
    public async Task<Comparison> SaveAsync(Comparison comparison, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Vote);
        Check(comparison);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var number = ComparisonRows.Number(comparison.Id);
        var row = number == 0 ? null : await db.Set<ComparisonRow>().FirstOrDefaultAsync(each => each.Number == number && each.By == actor.Id && each.Revision == comparison.Revision, cancellation).ConfigureAwait(false);
        var candidates = ComparisonRows.Json(comparison.Candidates);
        if (row is { Answers: 0 })
        {
            row.Candidates = candidates;
        }
        else if (row is null || row.Candidates != candidates)
        {
            row = new ComparisonRow { Title = "", Candidates = candidates, Turns = "", View = "", By = actor.Id, At = time.GetUtcNow() };
            db.Add(row);
        }

        (row.Title, row.Turns, row.View) = (ComparisonRows.Title(comparison), ComparisonRows.Json(comparison.Turns), ComparisonRows.Json(comparison.View));
        (row.Answers, row.Changed, row.Revision) = (comparison.Answers.Length, time.GetUtcNow(), row.Revision + 1);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        var there = await db.Set<ComparisonAnswerRow>().Where(answer => answer.Comparison == row.Number).Select(answer => answer.Id).ToListAsync(cancellation).ConfigureAwait(false);
        db.AddRange(comparison.Answers.ExceptBy(there, answer => answer.Id).Select(answer => ComparisonRows.Row(row.Number, answer)));
        if (!comparison.Answers.IsEmpty)
        {
            await CandidateRows.UseAsync(db, comparison.Candidates, "comparison", ComparisonRows.Id(row.Number), actor.Id, time.GetUtcNow(), cancellation).ConfigureAwait(false);
        }

        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return comparison with { Id = ComparisonRows.Id(row.Number), By = row.By, At = row.At, Revision = row.Revision };
    }

    public async Task<Comparison?> FindAsync(string id, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var number = ComparisonRows.Number(id);
        if (await db.Set<ComparisonRow>().AsNoTracking().FirstOrDefaultAsync(each => each.Number == number, cancellation).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var answers = await db.Set<ComparisonAnswerRow>().AsNoTracking().Where(answer => answer.Comparison == number).OrderBy(answer => answer.Id).ToListAsync(cancellation).ConfigureAwait(false);
        return new Comparison(
            ComparisonRows.Id(row.Number),
            ComparisonRows.From<ImmutableArray<Inference.Candidate>>(row.Candidates),
            ComparisonRows.From<ImmutableArray<ComparisonTurn>>(row.Turns),
            [.. answers.Select(ComparisonRows.Answer)],
            ComparisonRows.From<ComparisonView>(row.View),
            row.By,
            row.At,
            row.Revision);
    }

    /// <summary>Newest first.</summary>
    /// <param name="before">Id of the last one of the page before.</param>
    /// <param name="text">Words its first question must contain; null takes all.</param>
    public async Task<ImmutableArray<ComparisonHeader>> ListAsync(int count, string? before, string? text, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var last = before is null ? long.MaxValue : ComparisonRows.Number(before);
        var rows = db.Set<ComparisonRow>().AsNoTracking().Where(row => row.Number < last);
        if (!string.IsNullOrWhiteSpace(text))
        {
            rows = rows.Where(TextMatch.Contains<ComparisonRow>(db, row => row.Title, text));
        }

        return [.. (await rows.OrderByDescending(row => row.Number).Take(count).ToListAsync(cancellation).ConfigureAwait(false)).Select(ComparisonRows.Header)];
    }

    /// <summary>Deletes a comparison with all its answers. Votes on it stay: they are records of their own.</summary>
    /// <exception cref="InputException">There is none.</exception>
    /// <exception cref="NotAllowedException">Somebody else made it, and the actor is no administrator.</exception>
    public async Task DeleteAsync(string id, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Vote);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var number = ComparisonRows.Number(id);
        var row = await db.Set<ComparisonRow>().FirstOrDefaultAsync(each => each.Number == number, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Comparisons.NoComparison", id)));
        if (row.By != actor.Id && !actor.Roles.Contains(Role.Administrator))
        {
            throw new NotAllowedException(new Phrase("Comparisons.NotYours", id));
        }

        var subject = ComparisonRows.Id(number);
        await db.Set<ComparisonAnswerRow>().Where(answer => answer.Comparison == number).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
        await db.Set<CandidateUseRow>().Where(use => use.Kind == "comparison" && use.Subject == subject).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
        db.Remove(row);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await LogAppender.AppendAsync(db, new LogRecord("comparison.deleted", subject, actor.Id, new JsonObject { ["madeBy"] = row.By, ["answers"] = row.Answers }), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private static void Check(Comparison comparison)
    {
        var turns = comparison.Turns.Select(turn => turn.Id).ToHashSet();
        var problem = comparison.Candidates.IsEmpty ? new Phrase("Comparisons.NoCandidates")
            : comparison.Answers.Any(answer => answer.Candidate < 0 || answer.Candidate >= comparison.Candidates.Length || !turns.Contains(answer.Turn)) ? new Phrase("Comparisons.AnswerElsewhere")
            : null;
        if (problem is not null)
        {
            throw new InputException(new InputProblem(new Phrase("Comparisons.NotWhole", comparison.Id, problem.ToString())));
        }
    }
}
