using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;

namespace Workbench.Tests.Compliance;

public class AssessmentComparisonTests
{
    private static readonly PolicyPack Pack = Given.Pack(Given.Measured("exact.accuracy", Comparison.AtLeast, 0.9, 20));

    [Fact]
    public void Of_SameQuestions_PairsThem_AndSaysWhatMovedAndWhy()
    {
        var (before, after) = (Judge(Pack, at => at < 80), Judge(Pack, at => at is >= 3 and < 99));

        var clause = Assert.Single(AssessmentComparison.Of(before, Pack, after, Pack).Clauses);

        Assert.Equal((true, MoveCause.Answers, 19, 3), (clause.HasMoved, clause.Cause, clause.Better.Length, clause.Worse.Length));
        Assert.Equal(0.16, clause.Change!.Difference!.Value, 12);
        Assert.Equal(("tango", 100), (clause.Change.Metric.Estimate!.Method, clause.Change.N));
        Assert.Equal("s0", clause.Worse[0].SampleId);
    }

    [Fact]
    public void Of_AnotherLimit_IsWhyItMoved_AndOfTheSame_NothingMoved()
    {
        var strict = Given.Pack(Given.Measured("exact.accuracy", Comparison.AtLeast, 0.99, 20), Given.Measured("exact.accuracy", Comparison.AtLeast, 0.5, 20) with { Id = "new" });

        var other = AssessmentComparison.Of(Judge(Pack, at => at < 95), Pack, Judge(strict, at => at < 95), strict);
        var same = AssessmentComparison.Of(Judge(Pack, at => at < 95), Pack, Judge(Pack, at => at < 95), Pack);

        Assert.Equal((MoveCause.Rule, "new"), (Assert.Single(other.Moved).Cause, Assert.Single(other.OnlyAfter)));
        Assert.Empty(same.Moved);
        Assert.Equal(MoveCause.None, same.Clauses[0].Cause);
    }

    private static CandidateAssessment Judge(PolicyPack pack, Func<int, bool> right)
    {
        var suite = Given.Suite("exact", [.. Enumerable.Range(0, 100).Select(at => Given.Sample($"s{at}"))]);
        ImmutableArray<SampleResult> results = [.. suite.Samples.Select((sample, at) => Given.Answered(sample.Id, "one", "exact", right(at) ? Outcome.Correct : Outcome.Incorrect))];
        return Assessment.Assess(pack, Given.Run(suite, "one"), suite, results, "one");
    }
}
