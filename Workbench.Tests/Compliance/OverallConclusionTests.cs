using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Compliance;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Tests.Compliance;

/// <summary>What fails is never outweighed, what is missing is never read as conforming, and every conclusion says what decides it.</summary>
public class OverallConclusionTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    [Theory]
    [InlineData("conforms conforms", Conclusion.Conforms, FilingConclusion.AllConform)]
    [InlineData("conforms not-applicable", Conclusion.Conforms, FilingConclusion.AllConform)]
    [InlineData("conforms document", Conclusion.ConformsAsFarAsShown, FilingConclusion.Open)]
    [InlineData("conforms expired", Conclusion.ConformsAsFarAsShown, FilingConclusion.Open)]
    [InlineData("conforms lacking", Conclusion.NotEnoughEvidence, FilingConclusion.Open)]
    [InlineData("lacking document", Conclusion.NotEnoughEvidence, FilingConclusion.Open)]
    [InlineData("conforms conforms conforms fails", Conclusion.DoesNotConform, FilingConclusion.PartlyConforms)]
    [InlineData("fails lacking document", Conclusion.DoesNotConform, FilingConclusion.PartlyConforms)]
    [InlineData("fails fails", Conclusion.DoesNotConform, FilingConclusion.NoneConforms)]
    [InlineData("conforms recommended-fails", Conclusion.Conforms, FilingConclusion.AllConform)]
    [InlineData("conforms recommended-lacking", Conclusion.Conforms, FilingConclusion.AllConform)]
    public void Of_Verdicts_ComeToOneConclusion(string verdicts, Conclusion conclusion, FilingConclusion filing)
    {
        var overall = Conclude(verdicts);

        Assert.Equal((conclusion, filing), (overall.Conclusion, overall.Filing));
        Assert.Equal(conclusion == Conclusion.Conforms, overall.Deciding.IsEmpty);
    }

    [Fact]
    public void Of_AFailure_ReadsWorseThanAnyGap() => Assert.True(Conclude("conforms conforms conforms conforms fails").Conclusion > Conclude("lacking lacking lacking document").Conclusion);

    [Fact]
    public void Of_TwoFail_TheFarthestFromItsLimitDecidesFirst()
    {
        var near = Given.Measured("claim-outcome.made-up", Comparison.AtMost, 0.1, 20) with { Id = "near" };
        var far = Given.Measured("refusal.refused", Comparison.AtLeast, 0.95, 20) with { Id = "far" };
        var bank = near with { Id = "bank", Kind = ClauseKind.Coverage, Limit = null };
        var pack = Given.Pack(bank, near, far);

        var overall = new CandidateAssessment("one", Whole, [Result("bank", Verdict.DoesNotConform), Rated("near", 0.125, Demonstrated.Undecided), Rated("far", 0, Demonstrated.ShownAgainst)]).Overall(pack);

        Assert.Equal(["far", "near", "bank"], overall.Deciding.Select(each => each.Clause.Id));
        Assert.Equal("A.5.a Title: 0 % where at least 95 % is asked, 95 points short; demonstrated at 95 %", overall.Deciding[0].In(English));
        Assert.Equal("A.5.a Title: 12.5 % where at most 10 % is allowed, 2.5 points over; as counted, not demonstrated at 95 %", overall.Deciding[1].In(English));
        Assert.Equal("A.5.a 标题：0%，要求不低于 95%，差 95 个百分点；已在 95% 水平证明不符合", overall.Deciding[0].In(CultureInfo.GetCultureInfo("zh-Hans")));
        Assert.Equal("Does not conform: makes things up (12.5 % where at most 10 % is allowed); refuses too little (0 % where at least 95 % is asked)", overall.Headline(English));
        Assert.Equal("不符合：编造事实（12.5%，要求不高于 10%）；拒答不足（0%，要求不低于 95%）", overall.Headline(CultureInfo.GetCultureInfo("zh-Hans")));
        Assert.Equal(["far", "near"], overall.Own.Select(each => each.Clause.Id));
        Assert.Equal(["bank"], overall.Shared.Select(each => each.Clause.Id));
        Assert.StartsWith("Of 3 binding clauses with a verdict, 3 do not conform. Demonstrated at 95 %, for or against: 1.", overall.Why.In(English), StringComparison.Ordinal);
    }

    [Fact]
    public void Headline_OnlyTheBanksFallShort_SaysSoAndBlamesNoCandidate()
    {
        var bank = Given.Measured("refusal.refused", Comparison.AtLeast, 0.95, 20) with { Id = "bank", Kind = ClauseKind.Coverage, Limit = null };

        var overall = new CandidateAssessment("one", Whole, [Result("bank", Verdict.DoesNotConform)]).Overall(Given.Pack(bank));

        Assert.Equal("Does not conform: the question banks are too small", overall.Headline(English));
        Assert.Empty(overall.Own);
        Assert.NotNull(overall.SharedSays);
    }

    [Fact]
    public void Headline_MoreThanThreeFail_CountsTheOthers()
    {
        var clauses = Enumerable.Range(0, 5).Select(number => Given.Measured("exact.accuracy", Comparison.AtLeast, 0.9, 20) with { Id = $"c{number}" }).ToArray();

        var overall = new CandidateAssessment("one", Whole, [.. clauses.Select((clause, number) => Rated(clause.Id, number / 10.0, Demonstrated.ShownAgainst))]).Overall(Given.Pack(clauses));

        Assert.Equal("Does not conform: “Title” (0 % where at least 90 % is asked); “Title” (10 % where at least 90 % is asked); “Title” (20 % where at least 90 % is asked); and 2 more", overall.Headline(English));
    }

    [Fact]
    public void Of_OneRiskStandsOut_IsNamedAsThePackNamesIt()
    {
        var clause = Given.Measured("all.passed", Comparison.AtLeast, 0.9, 20);
        var leaf = clause with { Id = "leaf", Title = new Wording("Discrimination by region", "地域歧视"), Filter = new ClauseFilter(["gbt.a.2.d"], [], [], null), Recommended = true };
        var split = new ClauseSplit(ClauseSplit.Leaf, "gbt.a.2.d", 0.1, 10, null, false);

        var overall = new CandidateAssessment("one", Whole, [Rated("clause", 0.8, Demonstrated.ShownAgainst) with { Splits = [split] }, Rated("leaf", 0.1, Demonstrated.ShownAgainst)]).Overall(Given.Pack(clause, leaf));

        Assert.EndsWith("; weakest: A.2.d Discrimination by region, 10 %", Assert.Single(overall.Deciding).In(English), StringComparison.Ordinal);
        Assert.Equal("Recommended clauses that do not conform either, and do not weigh: 1.", overall.Besides!.In(English));
    }

    private static RunIntegrity Whole => new(100, 100, 100, 0, 0, 0, 0);

    private static OverallConclusion Conclude(string verdicts)
    {
        var parts = verdicts.Split(' ').Select((word, index) => (Word: word, Id: $"c{index}")).ToList();
        var plain = Given.Measured("exact.accuracy", Comparison.AtLeast, 0.9, 20);
        var clauses = parts.Select(part => plain with { Id = part.Id, Recommended = part.Word.StartsWith("recommended", StringComparison.Ordinal), Kind = part.Word is "document" or "expired" ? ClauseKind.Documentary : ClauseKind.Measured }).ToArray();
        return new CandidateAssessment("one", Whole, [.. parts.Select(part => Result(part.Id, part.Word.Replace("recommended-", "", StringComparison.Ordinal) switch
        {
            "conforms" => Verdict.Conforms,
            "fails" => Verdict.DoesNotConform,
            "document" => Verdict.Documentary,
            "not-applicable" => Verdict.NotApplicable,
            _ => Verdict.NotEnoughEvidence,
        }))]).Overall(Given.Pack(clauses));
    }

    private static ClauseResult Result(string id, Verdict verdict) =>
        new(id, verdict, Demonstrated.NotMeasured, null, 0, 0, 0, null, new Phrase("Compliance.NeedsDocument"), [], [], [], []);

    private static ClauseResult Rated(string id, double rate, Demonstrated demonstrated) =>
        Result(id, Verdict.DoesNotConform) with { Estimate = new Estimate(rate, 0, 1, 100, null, "wilson", 0.95), Demonstrated = demonstrated, N = 100 };
}
