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
            if (item.TryGetProperty("fleiss_kappa_on_complete_items", out var fleiss))
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
    public void Adjustment_LibraryCases_Agree()
    {
        foreach (var item in Golden.Cases("multiple_testing").Append(Golden.File("goldens_stats.json").GetProperty("multi 4")).Append(Golden.File("goldens_stats.json").GetProperty("multi 25 (McDonald)")))
        {
            var p = item.Numbers("p");
            Compare(item.Numbers("holm"), Adjustment.Holm(p));
            Compare(item.Numbers(item.TryGetProperty("bh", out _) ? "bh" : "fdr_bh"), Adjustment.BenjaminiHochberg(p));
        }
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
