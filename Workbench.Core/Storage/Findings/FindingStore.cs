using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Compliance;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Findings;

/// <summary>The register of findings. Every step goes by <see cref="FindingRules"/> and is one entry of the log in the same transaction.</summary>
public sealed class FindingStore(IDbContextFactory<WorkbenchDbContext> database, IAssessmentStore assessments, IRunStore runs, PeopleStore people, TimeProvider time)
{
    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <exception cref="InputException">All that is wrong with it.</exception>
    /// <exception cref="NotAllowedException">The actor may not assess.</exception>
    public async Task<Finding> OpenAsync(FindingDraft draft, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Assess);
        var (content, wrong) = await CheckAsync(draft, cancellation).ConfigureAwait(false);
        FieldRules.ThrowIfAny([.. FindingRules.Check(draft, Today), .. wrong]);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var opened = await OpenAsync(db, content, actor, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return opened;
    }

    /// <summary>The same inside the transaction of something that brings it about; who may do that was asked there.</summary>
    internal async Task<Finding> OpenAsync(WorkbenchDbContext db, FindingDraft content, Actor actor, CancellationToken cancellation)
    {
        var row = new FindingRow
        {
            Number = (await db.Set<FindingRow>().MaxAsync(each => (int?)each.Number, cancellation).ConfigureAwait(false) ?? 0) + 1,
            AssessmentId = content.AssessmentId,
            Candidate = content.Candidate,
            Severity = content.Severity,
            Status = FindingStatus.Open,
            Owner = content.Owner,
            Due = FieldRules.Day(content.Due),
            Content = JsonSerializer.Serialize(content),
        };
        db.Add(row);
        var detail = new JsonObject
        {
            ["sha256"] = content.Sha256,
            ["severity"] = FindingNames.Of(content.Severity),
            ["assessment"] = content.AssessmentId,
            ["clause"] = content.ClauseId,
            ["run"] = content.RunId,
            ["candidate"] = content.Candidate,
            ["owner"] = content.Owner,
            ["due"] = row.Due,
        };
        await StepAsync(db, row, FindingAct.Open, content.Title, detail, actor, cancellation).ConfigureAwait(false);
        return row.ToFinding();
    }

    /// <summary>Gives it to somebody else, or another day.</summary>
    public Task<Finding> AssignAsync(string id, string owner, DateOnly due, string reason, Actor actor, CancellationToken cancellation) => ActAsync(id, FindingAct.Assign, reason, actor, async (_, row, detail) =>
    {
        var person = await OwnerAsync(owner, cancellation).ConfigureAwait(false);
        FieldRules.ThrowIfAny(
        [
            person is null ? new InputProblem(new Phrase("Findings.NoSuchPerson", owner), Field: "owner") : null,
            due < Today ? new InputProblem(new Phrase("Findings.DueInThePast"), Field: "due") : null,
            person == row.Owner && FieldRules.Day(due) == row.Due ? new InputProblem(new Phrase("Findings.NothingToAssign"), Field: "owner") : null,
        ]);
        (row.Owner, row.Due) = (person!, FieldRules.Day(due));
        (detail["owner"], detail["due"]) = (row.Owner, row.Due);
    }, cancellation);

    /// <summary>What is done about it, said by its owner or for them.</summary>
    public Task<Finding> RespondAsync(string id, string response, Actor actor, CancellationToken cancellation) => ActAsync(id, FindingAct.Respond, response, actor, Nothing, cancellation);

    /// <param name="done">What was done.</param>
    public Task<Finding> ResolveAsync(string id, string done, Actor actor, CancellationToken cancellation) => ActAsync(id, FindingAct.Resolve, done, actor, Nothing, cancellation);

    public Task<Finding> ReopenAsync(string id, string reason, Actor actor, CancellationToken cancellation) => ActAsync(id, FindingAct.Reopen, reason, actor, Nothing, cancellation);

    /// <summary>Bears the risk formally. One that blocks needs an exception in force for its clause.</summary>
    public Task<Finding> AcceptAsync(string id, string reason, Actor actor, CancellationToken cancellation) => ActAsync(id, FindingAct.Accept, reason, actor, async (db, row, _) =>
    {
        if (row.Severity == Severity.Blocking && !await IsExceptedAsync(db, row.ToFinding().Content, cancellation).ConfigureAwait(false))
        {
            throw new InputException(new InputProblem(new Phrase("Findings.BlockingNeedsException", FindingRow.Id(row.Number)), Field: "finding"));
        }
    }, cancellation);

    /// <summary>A second person saw that it is done.</summary>
    /// <param name="checkedHow">What they looked at.</param>
    public Task<Finding> CloseAsync(string id, string checkedHow, Actor actor, CancellationToken cancellation) => ActAsync(id, FindingAct.Close, checkedHow, actor, Nothing, cancellation);

    /// <returns>Why the actor may not take the step (role, owner, four eyes); null when they may.</returns>
    public async Task<Phrase?> WhyNotAsync(Finding finding, FindingAct act, Actor actor, CancellationToken cancellation) =>
        FindingRules.WhyNot(finding, act, actor, await people.CountAsync(cancellation).ConfigureAwait(false));

    public async Task<Finding?> FindAsync(string id, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var number = AssessmentViews.NumberOf(id, "F-");
        return (await db.Set<FindingRow>().AsNoTracking().Include(row => row.Steps).FirstOrDefaultAsync(row => row.Number == number, cancellation).ConfigureAwait(false))?.ToFinding();
    }

    /// <summary>What is open first, by day; then the rest, newest first.</summary>
    public async Task<ImmutableArray<Finding>> ListAsync(FindingFilter filter, int count, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await Rows(db, filter).Include(row => row.Steps)
            .OrderBy(row => row.Status == FindingStatus.Accepted || row.Status == FindingStatus.Closed)
            .ThenBy(row => row.Status == FindingStatus.Accepted || row.Status == FindingStatus.Closed ? "" : row.Due)
            .ThenByDescending(row => row.Number).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToFinding())];
    }

    public async Task<int> CountAsync(FindingFilter filter, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await Rows(db, filter).CountAsync(cancellation).ConfigureAwait(false);
    }

    private static IQueryable<FindingRow> Rows(WorkbenchDbContext db, FindingFilter filter)
    {
        var rows = db.Set<FindingRow>().AsNoTracking();
        rows = filter.Status is { } status ? rows.Where(row => row.Status == status) : rows;
        rows = filter.Severity is { } severity ? rows.Where(row => row.Severity == severity) : rows;
        rows = filter.Owner is { } owner ? rows.Where(row => row.Owner == owner) : rows;
        rows = filter.AssessmentId is { } assessment ? rows.Where(row => row.AssessmentId == assessment) : rows;
        rows = filter.Candidate is { } candidate ? rows.Where(row => row.Candidate == candidate) : rows;
        rows = filter.Unsettled ? rows.Where(row => row.Status != FindingStatus.Accepted && row.Status != FindingStatus.Closed) : rows;
        if (filter.OverdueOn is { } day)
        {
            var text = FieldRules.Day(day);
#pragma warning disable CA1309 // It becomes SQL; days are digits, which every collation orders alike.
            rows = rows.Where(row => (row.Status == FindingStatus.Open || row.Status == FindingStatus.InProgress) && string.Compare(row.Due, text) < 0);
#pragma warning restore CA1309
        }

        return rows;
    }

    private static Task Nothing(WorkbenchDbContext db, FindingRow row, JsonObject detail) => Task.CompletedTask;

    private async Task<Finding> ActAsync(string id, FindingAct act, string text, Actor actor, Func<WorkbenchDbContext, FindingRow, JsonObject, Task> change, CancellationToken cancellation)
    {
        Permissions.Require(actor, FindingRules.Needs(act));
        FieldRules.ThrowIfAny(FieldRules.Given(text, act == FindingAct.Respond ? "response" : "reason"));
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var number = AssessmentViews.NumberOf(id, "F-");
        var row = await db.Set<FindingRow>().Include(each => each.Steps).FirstOrDefaultAsync(each => each.Number == number, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSuchFinding", id), Field: "finding"));
        if (FindingRules.After(row.Status, act) is not { } to)
        {
            throw new InputException(new InputProblem(new Phrase($"Findings.NotFrom.{row.Status}", FindingRow.Id(row.Number)), Field: "finding"));
        }

        if (FindingRules.WhyNot(row.ToFinding(), act, actor, await db.Set<PersonRow>().CountAsync(cancellation).ConfigureAwait(false)) is { } reason)
        {
            throw new NotAllowedException(reason);
        }

        var detail = new JsonObject { ["from"] = FindingNames.Of(row.Status), ["text"] = text.Trim() };
        await change(db, row, detail).ConfigureAwait(false);
        row.Status = to;
        await StepAsync(db, row, act, text.Trim(), detail, actor, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return row.ToFinding();
    }

    private async Task StepAsync(WorkbenchDbContext db, FindingRow row, FindingAct act, string text, JsonObject detail, Actor actor, CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var kind = act switch
        {
            FindingAct.Open => "opened",
            FindingAct.Assign => "assigned",
            FindingAct.Respond => "answered",
            FindingAct.Resolve => "resolved",
            FindingAct.Reopen => "reopened",
            FindingAct.Accept => "accepted",
            _ => "closed",
        };
        var entry = await LogAppender.AppendAsync(db, new LogRecord($"finding.{kind}", FindingRow.Id(row.Number), actor.Id, detail), at, cancellation).ConfigureAwait(false);
        row.Steps.Add(new FindingStepRow { LogIndex = entry.Index, Act = act, By = actor.Id, Text = text, At = at });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Holds what a finding names against what is there.</summary>
    private async Task<(FindingDraft Content, ImmutableArray<InputProblem> Problems)> CheckAsync(FindingDraft draft, CancellationToken cancellation)
    {
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        var owner = string.IsNullOrWhiteSpace(draft.Owner) ? null : await OwnerAsync(draft.Owner, cancellation).ConfigureAwait(false);
        if (owner is null && !string.IsNullOrWhiteSpace(draft.Owner))
        {
            problems.Add(new InputProblem(new Phrase("Findings.NoSuchPerson", draft.Owner), Field: "owner"));
        }

        var runId = draft.RunId;
        if (draft.AssessmentId is { } assessmentId)
        {
            if (await assessments.FindAsync(assessmentId, cancellation).ConfigureAwait(false) is { } assessment)
            {
                runId = assessment.RunId;
                draft = draft with { AssessmentId = assessment.Id };
                if (draft.Candidate is { } name && assessment.Candidates.All(candidate => candidate.Name != name))
                {
                    problems.Add(new InputProblem(new Phrase("Findings.NoSuchCandidate", name), Field: "candidate"));
                }

                if (draft.ClauseId is { } clause && assessment.Candidates.All(candidate => candidate.Clauses.All(result => result.ClauseId != clause)))
                {
                    problems.Add(new InputProblem(new Phrase("Findings.NoSuchClause", clause), Field: "clause"));
                }
            }
            else
            {
                problems.Add(new InputProblem(new Phrase("Findings.NoSuchAssessment", assessmentId), Field: "assessment"));
            }
        }

        if (runId is not null)
        {
            problems.AddRange(await RunProblemsAsync(runId, draft, cancellation).ConfigureAwait(false));
        }

        return (draft with { RunId = runId, Owner = owner ?? draft.Owner, Title = draft.Title.Trim(), Fact = draft.Fact.Trim() }, problems.ToImmutable());
    }

    private async Task<ImmutableArray<InputProblem>> RunProblemsAsync(string runId, FindingDraft draft, CancellationToken cancellation)
    {
        if (await runs.FindAsync(runId, cancellation).ConfigureAwait(false) is not { } run)
        {
            return [new InputProblem(new Phrase("Findings.NoSuchRun", runId), Field: "run")];
        }

        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        if (draft.AssessmentId is null && draft.Candidate is { } name && run.Candidates.All(candidate => candidate.Name != name))
        {
            problems.Add(new InputProblem(new Phrase("Findings.RunLacksCandidate", name), Field: "candidate"));
        }

        if (!draft.Samples.IsEmpty)
        {
            var known = (await runs.SuiteAsync(runId, cancellation).ConfigureAwait(false)).Samples.Select(sample => sample.Id).ToHashSet(StringComparer.Ordinal);
            problems.AddRange(draft.Samples.Where(sample => !known.Contains(sample.SampleId)).Take(20).Select(sample => new InputProblem(new Phrase("Findings.RunLacksSample", sample.SampleId), Field: "samples")));
        }

        return problems.ToImmutable();
    }

    /// <returns>The person's id; null for nobody.</returns>
    private async Task<string?> OwnerAsync(string idOrName, CancellationToken cancellation) =>
        (await people.FindAsync(idOrName.Trim(), cancellation).ConfigureAwait(false))?.Id
        ?? (idOrName.Trim() == Actor.Owner.Id && await people.CountAsync(cancellation).ConfigureAwait(false) == 0 ? Actor.Owner.Id : null);

    private async Task<bool> IsExceptedAsync(WorkbenchDbContext db, FindingDraft content, CancellationToken cancellation)
    {
        if (content is not { AssessmentId: { } assessmentId, ClauseId: { } clause, Candidate: { } candidate } || await assessments.FindAsync(assessmentId, cancellation).ConfigureAwait(false) is not { } assessment)
        {
            return false;
        }

        var hash = (await runs.FindAsync(assessment.RunId, cancellation).ConfigureAwait(false))?.Candidates.FirstOrDefault(one => one.Name == candidate)?.Hash;
        var rows = await db.Set<ExceptionRow>().AsNoTracking().Include(row => row.Steps).Where(row => row.CandidateHash == hash && row.PackSha256 == assessment.PackSha256).ToListAsync(cancellation).ConfigureAwait(false);
        return rows.Exists(row => row.ToException() is var exception && exception.ClauseIds.Contains(clause) && exception.IsInForce(time.GetUtcNow()));
    }
}
