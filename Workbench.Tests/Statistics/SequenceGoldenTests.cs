using System.Collections.Immutable;
using System.Text.Json;
using Workbench.Core.Statistics;

namespace Workbench.Tests.Statistics;

public sealed class SequenceGoldenTests
{
    [Fact]
    public void Sequences_LibraryCases_Agree()
    {
        foreach (var item in Golden.Cases("confidence_sequences"))
        {
            var values = item.Numbers("x");
            Near(item, "confseq predmix_empbern_twosided_cs raw", BoundSequences.EmpiricalBernstein(values), 1e-10);
            Near(item, "confseq predmix_empbern_twosided_cs running_intersection", Bounds.Running(BoundSequences.EmpiricalBernstein(values)), 1e-10);
            Near(item, "confseq predmix_hoeffding_cs running", Bounds.Running(BoundSequences.Hoeffding(values)), 1e-10);
            Near(item, "confseq hedged_cs breaks=1000 raw", HedgedSequence.Of(values), 0.00101);
            Near(item, "confseq hedged_cs breaks=1000 running", Bounds.Running(HedgedSequence.Of(values)), 0.00101);
            Near(item, "asymptotic WS2024 eq: s*sqrt(2(t rho2+1)/(t^2 rho2) ln(sqrt(t rho2+1)/alpha)), rho2=(-2ln a+ln(-2ln a+1))/t_opt, t_opt=100, ddof1", AsymptoticSequence.Of(values, least: 0), 1e-9);
            if (values.All(value => value is 0 or 1))
            {
                Near(item, "robbins beta(1,1) mixture (formula) raw", RobbinsSequence.Of([.. values.Select(value => value == 1)]), 1e-9);
            }
        }
    }

    [Theory]
    [InlineData(7, 3, 0.26674052616418836, 0.9633597096243468)]
    [InlineData(70, 30, 0.5427540124033785, 0.8305535219557044)]
    [InlineData(700, 300, 0.6469848008181505, 0.7496620474372754)]
    [InlineData(0, 20, 0, 0.2606713509376607)]
    public void Robbins_PublishedCases_Agree(int successes, int failures, double low, double high)
    {
        var actual = RobbinsSequence.At(successes, failures);
        Assert.Equal(low, actual.Low, 1e-9);
        Assert.Equal(high, actual.High, 1e-9);
    }

    [Fact]
    public void Robbins_Evidence_Agrees()
    {
        Golden.Near(427.306646936896, RobbinsSequence.Evidence(70, 30, 0.5), Golden.RootFound);
        Golden.Near(2.118164188752423, RobbinsSequence.Evidence(12, 4, 0.5), Golden.RootFound);
    }

    [Fact]
    public void Sequence_OneTruthPassed_SaysWhen()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(i => i % 10 == 0 ? 0.0 : 1)];
        var actual = ConfidenceSequence.Of("s", values);
        Assert.Equal("robbins", actual.Metric.Estimate!.Method);
        Assert.InRange(actual.DecidedAt(0.5)!.Value, 8, 40);
        Assert.False(actual.Path[actual.DecidedAt(0.5)!.Value - 1].Contains(0.5));
        Assert.Null(actual.DecidedAt(0.9));
        Assert.All(actual.Path.Zip(actual.Path.Skip(1)), step => Assert.True(step.First.Low <= step.Second.Low && step.Second.High <= step.First.High));
    }

    [Fact]
    public void Sequence_Clusters_CountEachOnce()
    {
        var actual = ConfidenceSequence.Of("s", [1, 1, 0, 0, 1, 1, 0.5, 0.5], ["a", "a", "b", "b", "c", "c", "d", "d"]);
        Assert.Equal(("betting-clustered", 8, 4), (actual.Metric.Estimate!.Method, actual.Metric.Estimate.N, actual.Metric.Estimate.Clusters));
        Assert.Equal(4, actual.Path.Length);
    }

    [Fact]
    public void Asymptotic_FewOfOneKind_GivesNoInterval()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(i => i % 50 == 0 ? 1.0 : 0)];
        Assert.Equal("Statistics.FewOfEachKind", ConfidenceSequence.Of("s", values, AsymptoticSequence.Of(values), "asymptotic", 0.95, 300, null).Metric.Reason!.Key);
    }

    private static void Near(JsonElement item, string name, ImmutableArray<Bounds> actual, double tolerance)
    {
        foreach (var expected in item.GetProperty(name).EnumerateObject())
        {
            var bounds = actual[int.Parse(expected.Name, System.Globalization.CultureInfo.InvariantCulture) - 1];
            Assert.True(Math.Abs(expected.Value[0].GetDouble() - bounds.Low) <= tolerance && Math.Abs(expected.Value[1].GetDouble() - bounds.High) <= tolerance, $"{item.GetProperty("name")} {name} at {expected}: {bounds}");
        }
    }
}
