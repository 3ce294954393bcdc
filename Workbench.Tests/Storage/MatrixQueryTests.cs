using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Storage;

public sealed class SqliteMatrixQueryTests() : MatrixQueryTests(DatabaseKind.Sqlite);

public sealed class PostgresMatrixQueryTests() : MatrixQueryTests(DatabaseKind.Postgres);

public abstract class MatrixQueryTests : IDisposable
{
    private readonly TestDatabase _database;
    private readonly RunStore _store;

    protected MatrixQueryTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _store = new RunStore(_database.Factory, TimeProvider.System);
    }

    public static TheoryData<MatrixFilter> Filters =>
    [
        new MatrixFilter(),
        new MatrixFilter(Outcome.Incorrect),
        new MatrixFilter(Outcome.Incorrect, Candidate: "a"),
        new MatrixFilter(Candidate: "a"),
        new MatrixFilter(ErrorsOnly: true),
        new MatrixFilter(ErrorsOnly: true, Candidate: "a"),
        new MatrixFilter(Language: "en"),
        new MatrixFilter(Region: "CN"),
        new MatrixFilter(Tag: "t1"),
        new MatrixFilter(OnlyDifferent: true),
        new MatrixFilter(Problem: "error/x"),
        new MatrixFilter(Problem: "error/x", Candidate: "a"),
        new MatrixFilter(Problem: "error/x", Language: "en"),
        new MatrixFilter(Text: "answer"),
        new MatrixFilter(Outcome.Correct, Language: "en", Tag: "t1", OnlyDifferent: true),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Filters))]
    public async Task Plan_OfEveryFilter_ReadsNoWholeTable(MatrixFilter filter)
    {
        await using var db = _database.Factory.CreateDbContext();
        var run = new RunKey(1, 10, "suite", 100_000, ["a", "b"], [0, 1], [], ImmutableDictionary<string, int>.Empty);
        var query = new MatrixQuery(db, run, filter);

        var plan = await PlanAsync(db, query.Ordinals(500, query.End(500)).Take(51));

        Assert.NotEmpty(plan);
        Assert.DoesNotContain(plan, step => step.Contains("LIST SUBQUERY", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("Seq Scan", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal) || step.StartsWith("SCAN r", StringComparison.Ordinal) || step.StartsWith("SCAN s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MatrixPage_AnyFilter_HasTheSamplesThatPlainCodeFinds()
    {
        var random = new Random(11);
        var (run, cells) = await FillAsync(random, 60);
        for (var round = 0; round < 120; round++)
        {
            var filter = new MatrixFilter(
                random.Next(3) == 0 ? (Outcome)random.Next(5) : null,
                random.Next(6) == 0,
                random.Next(4) == 0 ? "abn"[random.Next(3)].ToString() : null,
                random.Next(4) == 0 ? "zh-Hans" : null,
                random.Next(4) == 0 ? "CN" : null,
                random.Next(4) == 0 ? $"t{random.Next(5)}" : null,
                random.Next(4) == 0 ? $"{random.Next(10)}" : null,
                random.Next(3) == 0);
            var expected = Enumerable.Range(0, 60).Where(ordinal => Passes(filter, ordinal, cells)).ToList();
            List<int> found = [];
            for (MatrixPosition? position = new(Count: 7); position is not null;)
            {
                var page = await _store.MatrixPageAsync(run.Id, filter, position, Cancellation);
                Assert.Equal((expected.Count, true), (page.Total, page.IsCounted));
                Assert.All(page.Rows, row => Assert.Equal(cells.Where(cell => cell.SampleId == row.SampleId).Select(cell => (cell.Candidate, cell.Repeat)), row.Cells.Select(cell => (cell.Candidate, cell.Repeat))));
                found.AddRange(page.Rows.Select(row => row.Ordinal));
                position = page.Next;
            }

            Assert.True(expected.SequenceEqual(found), $"{filter}: {string.Join(' ', expected)} / {string.Join(' ', found)}");
        }
    }

    [Fact]
    public async Task MatrixPage_DifferencesAfterRerunsAndRetries_AreThoseOfNow()
    {
        var random = new Random(5);
        var (run, cells) = await FillAsync(random, 20);
        var filter = new MatrixFilter(OnlyDifferent: true);
        foreach (var cell in cells.Where(cell => cell.Candidate != "n").ToList())
        {
            await _store.AddAsync(run.Id, Given.Result(cell.SampleId, cell.Candidate, repeat: cell.Repeat), true, Actor.Owner, Cancellation);
        }

        Assert.Empty((await _store.MatrixPageAsync(run.Id, filter, new MatrixPosition(), Cancellation)).Rows);
        await _store.AddAsync(run.Id, Given.Error("s3", "a"), true, Actor.Owner, Cancellation);
        Assert.Equal([3], (await _store.MatrixPageAsync(run.Id, filter, new MatrixPosition(), Cancellation)).Rows.Select(row => row.Ordinal));
        await _store.ClearErrorsAsync(run.Id, Actor.Owner, Cancellation);
        Assert.Empty((await _store.MatrixPageAsync(run.Id, filter, new MatrixPosition(), Cancellation)).Rows);
    }

    [Fact]
    public async Task MatrixPage_SearchOfALargeRun_StopsAndGoesOn()
    {
        var run = await _store.CreateAsync(Given.Spec(Given.Suite(250), [.. Enumerable.Range(0, 50).Select(index => $"c{index}")]), Actor.Owner, Cancellation);
        await _store.AddAsync(run.Id, [Given.Result("s10", "c3", answer: "needle"), Given.Result("s240", "c4", answer: "Needle")], Actor.Owner, Cancellation);
        var filter = new MatrixFilter(Text: "needle");

        var first = await _store.MatrixPageAsync(run.Id, filter, new MatrixPosition(), Cancellation);
        var second = await _store.MatrixPageAsync(run.Id, filter, first.Next!, Cancellation);

        Assert.Equal([10], first.Rows.Select(row => row.Ordinal));
        Assert.Equal((160, false), (first.SearchedTo, first.IsCounted));
        Assert.Equal([240], second.Rows.Select(row => row.Ordinal));
        Assert.Null(second.Next);
        Assert.Null(second.SearchedTo);
    }

    [Fact]
    public async Task Migrate_RunsFromBefore_KeepTheirCellsTagsAndDifferences()
    {
        var (run, cells) = await FillAsync(new Random(3), 20);
        var filter = new MatrixFilter(OnlyDifferent: true);
        var before = (await _store.MatrixPageAsync(run.Id, filter, new MatrixPosition(), Cancellation)).Rows.Select(row => row.Ordinal).ToList();
        await using (var db = _database.Factory.CreateDbContext())
        {
            var migrator = db.GetService<IMigrator>();
            await migrator.MigrateAsync("RunOrder", Cancellation);
            await migrator.MigrateAsync(null, Cancellation);
        }

        using var store = new RunStore(_database.Factory, TimeProvider.System);
        Assert.NotEmpty(before);
        Assert.Equal(before, (await store.MatrixPageAsync(run.Id, filter, new MatrixPosition(), Cancellation)).Rows.Select(row => row.Ordinal));
        Assert.Equal([2, 7, 12, 17], (await store.MatrixPageAsync(run.Id, new MatrixFilter(Tag: "t2"), new MatrixPosition(), Cancellation)).Rows.Select(row => row.Ordinal));
        Assert.Equal(cells.Select(cell => cell with { Scores = [] }), (await store.ResultsAsync(run.Id, Cancellation).ToListAsync(Cancellation)).Select(cell => cell with { Scores = [] }));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
        _database.Dispose();
    }

    private async Task<(RunHeader Run, List<SampleResult> Cells)> FillAsync(Random random, int samples)
    {
        var spec = new RunSpec(Given.Suite(samples, repeats: 2), [new Candidate("a", "a"), new Candidate("b", "b"), new Candidate("n", "null:echo")]);
        var run = await _store.CreateAsync(spec, Actor.Owner, Cancellation);
        var cells = (from ordinal in Enumerable.Range(0, samples)
                     from candidate in new[] { "a", "b", "n" }
                     from repeat in Enumerable.Range(0, 2)
                     where random.Next(8) > 0
                     select random.Next(10) == 0 ? Given.Error($"s{ordinal}", candidate) with { Repeat = repeat } : Given.Result($"s{ordinal}", candidate, random.Next(3) > 0 ? Outcome.Correct : (Outcome)random.Next(5), $"says {random.Next(100)}", repeat)).ToList();
        await _store.AddAsync(run.Id, cells.OrderBy(_ => random.Next()), Actor.Owner, Cancellation);
        return (run, cells);
    }

    private static bool Passes(MatrixFilter filter, int ordinal, List<SampleResult> all)
    {
        var cells = all.Where(cell => cell.SampleId == $"s{ordinal}").ToList();
        var asked = cells.Where(cell => (filter.Candidate is null || cell.Candidate == filter.Candidate)
            && (filter.Outcome is null || (cell.Error is null && cell.Scores[0].Outcome == filter.Outcome)) && (!filter.ErrorsOnly || cell.Error is not null));
        return ((filter.Outcome is null && !filter.ErrorsOnly && filter.Candidate is null) || asked.Any())
            && (filter.Language is null || ordinal % 2 == 1)
            && (filter.Region is null || ordinal % 3 == 0)
            && (filter.Tag is null || filter.Tag == $"t{ordinal % 5}")
            && (filter.Text is null || $"Question {ordinal}?".Contains(filter.Text, StringComparison.Ordinal) || cells.Any(cell => cell.Answer?.Contains(filter.Text, StringComparison.Ordinal) == true))
            && (!filter.OnlyDifferent || cells.Where(cell => cell.Candidate != "n").Select(cell => cell.Error is null ? (Outcome?)cell.Scores[0].Outcome : null).Distinct().Count() > 1);
    }

    internal static async Task<List<string>> PlanAsync(WorkbenchDbContext db, IQueryable<int> query)
    {
        await db.Database.OpenConnectionAsync(Cancellation);
        await using var command = query.CreateDbCommand();
        if (db.Database.IsNpgsql())
        {
            // Without statistics a small table is read whole whatever its indexes; the question is whether they serve.
            await db.Database.ExecuteSqlRawAsync("SET enable_seqscan = off", Cancellation);
        }

        command.CommandText = (db.Database.IsNpgsql() ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + command.CommandText;
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        List<string> steps = [];
        while (await reader.ReadAsync(Cancellation))
        {
            steps.Add(reader.GetString(reader.FieldCount - 1));
        }

        return steps;
    }
}
