using Workbench.Core.Compliance;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Language;
using Workbench.Core.Storage;

namespace Workbench.Tests.Findings;

public sealed class SqliteAnswerTests() : AnswerTests(DatabaseKind.Sqlite);

public sealed class PostgresAnswerTests() : AnswerTests(DatabaseKind.Postgres);

public abstract class AnswerTests(DatabaseKind kind) : IDisposable
{
    private readonly Ground _ground = new(kind);

    [Fact]
    public async Task Answer_ByDocument_ChangesTheViewAndNotTheAssessment()
    {
        await _ground.Ready;
        var before = await _ground.ViewAsync();
        Assert.Equal((Verdict.Documentary, Conclusion.DoesNotConform), (Clause(before, "5.1").Verdict, before.Of("one")!.Conclusion));
        var file = await _ground.FileAsync();

        await AnswerAsync(new AnswerDraft("5.1", Verdict.Conforms, "The procedure is in force.", null, [file]), "one");

        var after = await _ground.ViewAsync();
        Assert.Equal((Verdict.Conforms, new Phrase("Findings.Answered", "The procedure is in force.")), (Clause(after, "5.1").Verdict, Clause(after, "5.1").Reason));
        Assert.Equal(Verdict.Documentary, after.Of("two")!.Clauses.Single(clause => clause.Clause.Id == "5.1").Verdict);
        Assert.Equal(before.Assessment.Sha256, after.Assessment.Sha256);
        Assert.NotEqual(before.Sha256, after.Sha256);
        Assert.NotEqual(before.Of("one")!.Sha256, after.Of("one")!.Sha256);
        Assert.Equal(before.Of("two")!.Sha256, after.Of("two")!.Sha256);
        Assert.Equal(after.Sha256, (await _ground.ViewAsync()).Sha256);
        Assert.Equal([file], (await _ground.Evidence.ForAsync(EvidenceSubject.Clause("A-0001", "5.1"), Ground.Cancellation)).Select(each => each.Id));
        Assert.Equal([("assessment.made", "wen"), ("clause.answered", "wen")], await _ground.EntriesAsync("A-0001"));
    }

    [Fact]
    public async Task Answer_Again_SupersedesAndBothStay()
    {
        await _ground.Ready;
        await AnswerAsync(new AnswerDraft("5.1", Verdict.NotApplicable, "No training here.", null, []));
        _ground.Time.Advance(TimeSpan.FromHours(1));
        await AnswerAsync(new AnswerDraft("5.1", Verdict.DoesNotConform, "There is training after all.", "Write the procedure by March.", []));

        var clause = Clause(await _ground.ViewAsync(), "5.1");
        Assert.Equal([Verdict.DoesNotConform, Verdict.NotApplicable], clause.Answers.Select(answer => answer.Verdict));
        Assert.Equal((Verdict.DoesNotConform, "Write the procedure by March."), (clause.Verdict, clause.Answer!.Plan));
        Assert.Equal(2, (await _ground.ViewAsync()).Candidates.Count(candidate => candidate.Clauses.Single(each => each.Clause.Id == "5.1").Verdict == Verdict.DoesNotConform));
    }

    [Theory]
    [InlineData(Verdict.Conforms, Verdict.NotEnoughEvidence)]
    [InlineData(Verdict.NotApplicable, Verdict.NotEnoughEvidence)]
    [InlineData(Verdict.DoesNotConform, Verdict.DoesNotConform)]
    public async Task Answer_WhoseEvidenceExpires_IsNoLongerEnoughUnlessItFailed(Verdict answered, Verdict later)
    {
        await _ground.Ready;
        var file = await _ground.FileAsync(days: 10);
        await AnswerAsync(new AnswerDraft("5.1", answered, "As shown.", "Soon.", [file]));
        var before = await _ground.ViewAsync();
        Assert.Equal(answered, Clause(before, "5.1").Verdict);

        _ground.Time.Advance(TimeSpan.FromDays(10));

        var after = await _ground.ViewAsync();
        Assert.Equal((later, later == Verdict.NotEnoughEvidence), (Clause(after, "5.1").Verdict, Clause(after, "5.1").IsStale));
        Assert.Equal(later == answered, before.Sha256 == after.Sha256);
        if (later == Verdict.NotEnoughEvidence)
        {
            Assert.Equal(new Phrase("Findings.EvidenceExpired", $"{file} (2026-12-05)"), Clause(after, "5.1").Reason);
            Assert.Contains(new Phrase("Findings.WayStale", "5.1"), after.Of("one")!.InTheWay("reading room"));
        }
    }

    [Fact]
    public async Task Answer_WhatIsWrong_IsSaidAtOnceAndNothingIsKept()
    {
        await _ground.Ready;
        var expired = await _ground.FileAsync("old", 1);
        _ground.Time.Advance(TimeSpan.FromDays(2));
        var head = (await _ground.Log.HeadAsync(Ground.Cancellation)).Text;

        Assert.Equal(["Findings.NotByDocument", "Findings.FieldMissing", "Findings.ConformsNeedsEvidence"], await WrongAsync(new AnswerDraft("clause", Verdict.Conforms, " ", null, [])));
        Assert.Equal(["Findings.FieldMissing"], await WrongAsync(new AnswerDraft("5.1", Verdict.DoesNotConform, "None yet.", null, [])));
        Assert.Equal(["Findings.NoVerdict"], await WrongAsync(new AnswerDraft("5.1", Verdict.NotEnoughEvidence, "Unclear.", null, [])));
        Assert.Equal(["Findings.FileExpired", "Findings.NoSuchFile"], await WrongAsync(new AnswerDraft("5.1", Verdict.Conforms, "Seen.", null, [expired, "EV-0077"])));
        Assert.Equal(["Findings.NoSuchCandidate", "Findings.NoSuchClause"], await WrongAsync(new AnswerDraft("9.9", Verdict.NotApplicable, "None.", null, []), "three"));
        Assert.Equal("Findings.NoSuchAssessment", (await Assert.ThrowsAsync<InputException>(() => _ground.Answers.AnswerAsync("A-0009", null, new AnswerDraft("5.1", Verdict.NotApplicable, "x", null, []), Ground.Officer, Ground.Cancellation))).Problems[0].Message.Key);
        await Assert.ThrowsAsync<NotAllowedException>(() => _ground.Answers.AnswerAsync("A-0001", null, new AnswerDraft("5.1", Verdict.NotApplicable, "x", null, []), Ground.Lead, Ground.Cancellation));

        Assert.Equal(head, (await _ground.Log.HeadAsync(Ground.Cancellation)).Text);
        Assert.Null(Clause(await _ground.ViewAsync(), "5.1").Answer);
    }

    public void Dispose()
    {
        _ground.Dispose();
        GC.SuppressFinalize(this);
    }

    private static ClauseView Clause(AssessmentView view, string id) => view.Of("one")!.Clauses.Single(clause => clause.Clause.Id == id);

    private Task AnswerAsync(AnswerDraft draft, string? candidate = null) => _ground.Answers.AnswerAsync("A-0001", candidate, draft, Ground.Officer, Ground.Cancellation);

    private async Task<IEnumerable<string>> WrongAsync(AnswerDraft draft, string? candidate = null) => (await Assert.ThrowsAsync<InputException>(() => AnswerAsync(draft, candidate))).Problems.Select(problem => problem.Message.Key);
}
