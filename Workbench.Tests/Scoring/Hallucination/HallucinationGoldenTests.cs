using System.Globalization;
using System.Text.Json;
using Workbench.Core.Scoring.Hallucination;
using Workbench.Core.Statistics;
using Workbench.Tests.Statistics;

namespace Workbench.Tests.Scoring.Hallucination;

public sealed class HallucinationGoldenTests
{
    private static JsonElement Goldens => Golden.File("goldens_scoring.json");

    [Fact]
    public void SelfCheck_PublishedExample_Agrees()
    {
        var actual = SelfCheckUnigram.Of(
            ["Michael Alan Weiner (born March 31, 1942) is an American radio host.", "He is the host of The Savage Nation."],
            [
                "Michael Alan Weiner (born March 31, 1942) is an American radio host. He is the host of The Savage Country.",
                "Michael Alan Weiner (born January 13, 1960) is a Canadian radio host. He works at The New York Times.",
                "Michael Alan Weiner (born March 31, 1942) is an American radio host. He obtained his PhD from MIT.",
            ])!;
        Golden.AllNear([3.1843124277261565, 3.279774864365169], actual.Mean, Golden.ClosedForm);
        Golden.AllNear([3.4760986898352733, 4.574710978503383], actual.Largest, Golden.ClosedForm);
        Golden.Near(3.218678904916201, actual.DocumentMean, Golden.ClosedForm);
        Golden.Near(4.025404834169328, actual.DocumentLargest, Golden.ClosedForm);
    }

    [Fact]
    public void SelfCheck_ChineseAnswer_ComparesCharacters()
    {
        var actual = SelfCheckUnigram.Of(["北京是首都", "上海在月球"], ["北京是首都", "北京是首都"])!;
        Assert.True(actual.Mean[0] < actual.Mean[1]);
        Assert.Null(SelfCheckUnigram.Of(["", " "], ["x"]));
    }

    [Fact]
    public void Clustering_PublishedMatrix_Agrees()
    {
        var item = Goldens.GetProperty("clustering");
        var relation = item.GetProperty("I").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => (Entailment)cell.GetInt32()).ToArray()).ToArray();
        Assert.Equal(item.Numbers("strict").Select(id => (int)id), MeaningClusters.Of(4, (i, j) => MeaningClusters.Strict(relation[i][j], relation[j][i])));
        Assert.Equal(item.Numbers("lenient").Select(id => (int)id), MeaningClusters.Of(4, (i, j) => MeaningClusters.Lenient(relation[i][j], relation[j][i])));
    }

    [Fact]
    public void Clustering_AnswerLikeTwo_KeepsItsFirstCluster() =>
        Assert.Equal([0, 1, 2, 0], MeaningClusters.Of(4, (i, j) => (i, j) is (0, 3) or (2, 3)));

    [Fact]
    public void Clustering_ByText_GivesTheEntropyOfTheAnswers()
    {
        var clusters = MeaningClusters.ByText(["paris", "paris", "rome", "paris", "lyon"]);
        Assert.Equal([0, 0, 1, 0, 2], clusters);
        Golden.Near(Goldens.GetProperty("semantic entropy").Number("discrete"), SemanticEntropy.Of([.. clusters.Select(id => id.ToString(CultureInfo.InvariantCulture))]).Nats, Golden.ClosedForm);
        var top = SelfConsistency.Of(["paris", "paris", "rome", "paris", "lyon"]);
        Assert.Equal(("paris", 0.6, 5, 3), (top.Top, top.Share, top.Answers, top.Different));
    }

    [Fact]
    public void Graph_PublishedMatrix_Agrees()
    {
        var item = Goldens.GetProperty("graph UQ");
        var rows = item.GetProperty("W").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetDouble()).ToArray()).ToArray();
        var likeness = new double[3, 3];
        for (var i = 0; i < 9; i++)
        {
            likeness[i / 3, i % 3] = rows[i / 3][i % 3];
        }

        var actual = SimilarityGraph.Of(likeness);
        Golden.Near(item.Number("EigV=sum max(0,1-lambda)"), actual.Eigenvalues, Golden.RootFound);
        Golden.Near(item.Number("Deg=trace(mI-D)/m^2"), actual.Degree, Golden.ClosedForm);
    }

    [Fact]
    public void Choices_PublishedToys_Agree()
    {
        var toy = Goldens.GetProperty("mc toy");
        var likelihoods = toy.Numbers("ll (mc1, gold idx0)");
        Assert.Equal(toy.Whole("mc1") == 1, ChoiceSums.First(likelihoods, 0));
        Assert.True(ChoiceSums.First(likelihoods, 1));
        Golden.Near(toy.Number("mc2"), ChoiceSums.TrueShare(likelihoods, [.. toy.Numbers("mc2 labels").Select(label => label == 1)]), Golden.ClosedForm);
        Golden.AllNear(toy.Numbers("probs"), ChoiceSums.Shares(likelihoods), Golden.ClosedForm);
        Assert.Equal(0.5, ChoiceSums.TrueShare([-2000, -2000], [true, false]));
        var brier = Goldens.GetProperty("brier multiclass lm-eval");
        double[][] shares = [.. brier.GetProperty("P").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetDouble()).ToArray())];
        Golden.Near(brier.Number("brier"), shares.Zip(brier.Numbers("gold")).Average(pair => ChoiceSums.Brier(pair.First, (int)pair.Second)), Golden.ClosedForm);
    }

    [Fact]
    public void AttemptRates_PublishedFigures_Agree()
    {
        var item = Goldens.GetProperty("simpleqa o1-preview zh");
        var rates = new AttemptRates(item.Number("CO"), item.Number("IN"));
        var expected = item.Numbers("CGA,F,closed");
        Golden.Near(expected[0], rates.CorrectGivenAttempted, Golden.ClosedForm);
        Golden.Near(expected[1], rates.F, Golden.ClosedForm);
        var toy = AttemptRates.Of(50, 30, 20);
        double[] toyExpected = [.. Goldens.GetProperty("simpleqa toy 50/30/20 of 100").EnumerateArray().Select(value => value.GetDouble())];
        Golden.Near(toyExpected[0], toy.CorrectGivenAttempted, Golden.ClosedForm);
        Golden.Near(toyExpected[1], toy.F, Golden.ClosedForm);
        Assert.Equal(0.2, toy.NotAttempted, 12);
        Assert.Null(AttemptRates.Of(0, 0, 5).CorrectGivenAttempted);
    }

    [Fact]
    public void Penalised_PublishedFigures_Agree()
    {
        Compare("penalised t", ("score(.638,.24)", new AttemptRates(0.638, 0.24)), ("score gpt-4o(.593,.393)", new AttemptRates(0.593, 0.393)));
        Compare("penalised blog", ("gpt-5-thinking-mini c=.22 i=.26", new AttemptRates(0.22, 0.26)), ("o4-mini c=.24 i=.75", new AttemptRates(0.24, 0.75)));

        static void Compare(string section, params (string Name, AttemptRates Rates)[] models)
        {
            foreach (var threshold in Goldens.GetProperty(section).EnumerateObject())
            {
                foreach (var (name, rates) in models)
                {
                    Golden.Near(threshold.Value.Number(name), rates.Penalised(double.Parse(threshold.Name, CultureInfo.InvariantCulture)), Golden.ClosedForm);
                }
            }
        }
    }

    [Fact]
    public void FactPrecision_PublishedFigures_Agree()
    {
        var item = Goldens.GetProperty("F1@K");
        Golden.Near(item.Number("S=10,NS=8,K=100"), FactPrecision.AtK(10, 8, 100), Golden.ClosedForm);
        Golden.Near(item.Number("S=10,NS=8,K=64"), FactPrecision.AtK(10, 8, 64), Golden.ClosedForm);
        Golden.Near(item.Number("S=70,NS=5,K=64"), FactPrecision.AtK(70, 5, 64), Golden.ClosedForm);
        var scores = Goldens.GetProperty("FActScore");
        Golden.Near(scores.Number("n=5 all supported gamma10"), FactPrecision.Penalised(5, 5), Golden.ClosedForm);
        Golden.Near(scores.Number("n=20 15 supported"), FactPrecision.Penalised(15, 20), Golden.ClosedForm);
        Golden.Near(scores.Number("n=10, 8 supported (10>10 false => exp(0)=1)"), FactPrecision.Penalised(8, 10), Golden.ClosedForm);
    }

    [Fact]
    public void Unanswerable_AbstainsTooOften_IsSeenFromBothSides()
    {
        var actual = Unanswerable.Of([(false, true), (false, true), (false, false), (true, true), (true, false), (true, false)]);
        Assert.Equal(2 / 3.0, actual.Precision!.Value, 12);
        Assert.Equal(2 / 3.0, actual.Recall!.Value, 12);
        Assert.Equal(2 / 3.0, actual.F1!.Value, 12);
        Assert.Equal(1 / 3.0, actual.OverRefusal!.Value, 12);
        Assert.Null(Unanswerable.Of([(true, false)]).F1);
    }

    [Fact]
    public void Discrimination_AlwaysYes_IsNoBetterThanChance()
    {
        var always = Discrimination.Of("d", [.. Enumerable.Range(0, 30).Select(_ => (2.0, 2.0))]);
        Assert.Equal((0.5, 0.5, 1.0, 0.5), (always.Accuracy.Estimate!.Value, always.Pairwise, always.YesRate, always.Auroc.Value));
        var good = Discrimination.Of("d", [.. Enumerable.Range(0, 30).Select(i => (-1.0 - (i % 3), 1.0 + (i % 2)))]);
        Assert.Equal((1.0, 1.0, 0.5, 1.0), (good.Accuracy.Estimate!.Value, good.Pairwise, good.YesRate, good.Auroc.Value));
        Assert.Equal(30, good.Accuracy.Estimate.Clusters);
        Assert.True(good.Accuracy.Estimate.Low < 0.95);
    }
}
