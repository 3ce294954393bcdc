using System.Text.Json;
using Workbench.Core.Statistics;

namespace Workbench.Tests.Statistics;

public sealed class AgreementGoldenTests
{
    [Fact]
    public void Agreement_TwoRaters_Agrees()
    {
        foreach (var item in Golden.File("stats2/goldens_stats2.json").GetProperty("agreement").GetProperty("cases").GetProperty("two_raters").EnumerateArray())
        {
            string?[][] ratings = [.. item.GetProperty("a").EnumerateArray().Zip(item.GetProperty("b").EnumerateArray(), (a, b) => new[] { a.GetRawText(), b.GetRawText() })];
            var actual = Agreement.Of(ratings);
            Golden.Near(item.Number("percent"), actual.Percent, Golden.ClosedForm);
            Golden.Near(item.Number("cohen_plain"), actual.Cohen, Golden.ClosedForm);
            Golden.Near(item.Number("cohen_plain_se_asymptotic"), actual.CohenErrors!.Error, Golden.ClosedForm);
            Golden.Near(item.Number("cohen_plain_se_under_H0"), actual.CohenErrors.ErrorByChance, Golden.ClosedForm);
            Golden.Near(item.Number("gwet_ac1_formula_unrounded"), actual.Gwet, Golden.ClosedForm);
            Golden.Near(item.Number("gwet_ac1"), actual.Gwet, 1e-5);
            foreach (var (weights, name, error, byChance) in ((KappaWeights, string, string, string)[])
            [
                (KappaWeights.Linear, "cohen_linear", "cohen_linear_se_asymptotic", "cohen_linear_se_under_H0"),
                (KappaWeights.Quadratic, "cohen_quadratic", "cohen_quadratic_se_asymptotic", "cohen_quadratic_se_under_H0"),
            ])
            {
                var weighted = CohenKappa.Of([.. item.GetProperty("table").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray())], weights)!;
                Golden.Near(item.Number(name), weighted.Value, Golden.ClosedForm);
                Golden.Near(item.Number(error), weighted.Error, Golden.ClosedForm);
                Golden.Near(item.Number(byChance), weighted.ErrorByChance, Golden.ClosedForm);
                Golden.Near(item.Number(name), Agreement.Of(ratings, MeasurementLevel.Ordinal, weights).Cohen, Golden.ClosedForm);
            }

            CompareAlpha(item, ratings);
        }
    }

    [Fact]
    public void Agreement_ManyRatersWithMissing_Agrees()
    {
        foreach (var item in Golden.File("stats2/goldens_stats2.json").GetProperty("agreement").GetProperty("cases").GetProperty("many_raters").EnumerateArray())
        {
            string?[][] ratings = [.. item.GetProperty("ratings_items_x_raters_null=missing").EnumerateArray()
                .Select(row => row.EnumerateArray().Select(rating => rating.ValueKind == JsonValueKind.Null ? null : rating.GetRawText()).ToArray())];
            var actual = Agreement.Of(ratings);
            if (item.TryGetProperty("fleiss_kappa", out _))
            {
                // With ratings missing the library gives another number than the published formula, which is followed here.
                Golden.Near(item.Number("gwet_ac1(irrCAC, rounded to 5 digits by the library)"), actual.Gwet, 1e-5);
            }

            if (item.TryGetProperty("fleiss_kappa_on_complete_items", out var fleiss) || item.TryGetProperty("fleiss_kappa", out fleiss))
            {
                Golden.Near(fleiss.GetDouble(), actual.Fleiss, Golden.ClosedForm);
            }

            Golden.Near(item.Number("percent_pairwise_pooled"), actual.Percent, Golden.ClosedForm);
            CompareAlpha(item, ratings);
        }
    }

    [Fact]
    public void Agreement_EverybodySaysTheSame_HasReasonsInsteadOfKappa()
    {
        var actual = Agreement.Of([["yes", "yes"], ["yes", "yes"]]);
        Assert.Null(actual.Cohen);
        Assert.Null(actual.Fleiss);
        Assert.Null(actual.Krippendorff);
        Assert.Equal(1, actual.Percent);
        Assert.Equal(3, actual.Reasons.Length);
    }

    [Fact]
    public void Agreement_PublishedCases_Agree()
    {
        var golden = Golden.File("goldens_scoring.json");
        var kappa = golden.GetProperty("kappa 20/5/10/15");
        var cohen = CohenKappa.Of([[20, 5], [10, 15]])!;
        Golden.Near(kappa.Number("kappa"), cohen.Value, Golden.ClosedForm);
        Golden.Near(1 - kappa.Number("po"), cohen.Disagreement, Golden.ClosedForm);
        Golden.Near(1 - kappa.Number("pe"), cohen.Expected, Golden.ClosedForm);
        Golden.Near(golden.GetProperty("kripp known").Number("a"), Agreement.Of([["1", "1", "1"], ["0", "0", "0"], ["1", "1", "1"], ["0", "0", "1"]]).Krippendorff, Golden.ClosedForm);
        Golden.Near(golden.GetProperty("kripp known").Number("b"), Agreement.Of([["1", "2"], ["3", "4"], ["1", "1"]], MeasurementLevel.Interval).Krippendorff, Golden.ClosedForm);
    }

    [Fact]
    public void Agreement_FullAgreement_IsNotCertain()
    {
        var interval = Agreement.Of([.. Enumerable.Range(0, 40).Select(i => new[] { i % 2 == 0 ? "yes" : "no", i % 2 == 0 ? "yes" : "no" })]).Intervals.Single(metric => metric.Name == "cohen").Estimate!;
        Assert.Equal(1, interval.Value);
        Assert.InRange(interval.Low, 0.75, 0.95);
    }

    [Fact]
    public void Adjustment_LibraryCases_Agree()
    {
        foreach (var item in Golden.Cases("multiple_testing").Append(Golden.File("goldens_stats.json").GetProperty("multi 4")).Append(Golden.File("goldens_stats.json").GetProperty("multi 25 (McDonald)")))
        {
            var p = item.Numbers("p");
            Compare(item.Numbers("holm"), Adjustment.Holm(p));
            Compare(item.Numbers(item.TryGetProperty("bh", out _) ? "bh" : "fdr_bh"), Adjustment.BenjaminiHochberg(p));
            Compare(item.Numbers(item.TryGetProperty("by", out _) ? "by" : "fdr_by"), Adjustment.BenjaminiYekutieli(p));
            Compare(item.Numbers("bonferroni"), Adjustment.Bonferroni(p));
            if (item.TryGetProperty("hochberg", out _))
            {
                Compare(item.Numbers("hochberg"), Adjustment.Hochberg(p));
                Compare(item.Numbers("hommel"), Adjustment.Hommel(p));
            }
        }
    }

    [Fact]
    public void McNemarAndHolm_SeveralSystems_Agree()
    {
        var item = Golden.File("stats2/goldens_stats2.json").GetProperty("several_systems_binary");
        double[] exact = [.. item.GetProperty("b_c").EnumerateArray().Select(pair => McNemar.Of(pair[0].GetInt32(), pair[1].GetInt32()).Exact)];
        Compare(item.Numbers("mcnemar_exact"), exact);
        Compare(item.Numbers("holm"), Adjustment.Holm(exact));
        Compare(Golden.File("stats2/goldens_stats2.json").GetProperty("several_systems_real").Numbers("holm"), Adjustment.Holm(Golden.File("stats2/goldens_stats2.json").GetProperty("several_systems_real").Numbers("wilcoxon_approx")));
    }

    private static void CompareAlpha(JsonElement item, string?[][] ratings)
    {
        if (item.TryGetProperty("krippendorff_nominal", out var nominal))
        {
            Golden.Near(nominal.GetDouble(), Agreement.Of(ratings).Krippendorff, Golden.ClosedForm);
        }

        if (item.TryGetProperty("krippendorff_ordinal", out var ordinal))
        {
            Golden.Near(ordinal.GetDouble(), Agreement.Of(ratings, MeasurementLevel.Ordinal).Krippendorff, Golden.ClosedForm);
        }

        if (item.TryGetProperty("krippendorff_interval", out var interval))
        {
            Golden.Near(interval.GetDouble(), Agreement.Of(ratings, MeasurementLevel.Interval).Krippendorff, Golden.ClosedForm);
        }
    }

    private static void Compare(double[] expected, IReadOnlyList<double> actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Golden.Near(expected[i], actual[i], Golden.ClosedForm);
        }
    }
}
