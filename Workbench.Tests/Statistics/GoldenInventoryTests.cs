using System.Text.Json;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Statistics;

/// <summary>Every expected number is compared by some test, or is listed here with why the product has none like it. A new entry in the goldens fails until it is one or the other.</summary>
public sealed class GoldenInventoryTests
{
    private const string Bayes = "a posterior of a uniform prior, which the workbench does not show beside its intervals";
    private const string NotChosen = "another method than the one measured and chosen, and not one that other evaluation tools print";
    private const string Races = "checked by the tests of Races";
    private const string Text = "TextOverlapTests compare f1, rouge-l and bleu case by case; other measures have no scorer";
    private const string NoData = "its input is not in the shared folder";
    private const string SelfMade = "the study's own arithmetic with another lambda than the library's";
    private const string Recalibration = "remaps a judge's scores, which belongs to calibrated judges";
    private const string Unclipped = "an intermediate of the library; the clipped one is compared";

    private static readonly Dictionary<string, string> Absent = new()
    {
        ["goldens_stats.json/binary 20 in 5 clusters of 4/bernoulli_se"] = "s/√n with n in place of n − 1",
        ["goldens_stats.json/paired/se_unpaired"] = "the error of two separate samples, which the same samples never are",
        ["goldens_stats.json/paired/cov"] = "the correlation is compared",
        ["goldens_stats.json/beta posterior 7/10 U(0,1)"] = Bayes,
        ["goldens_stats.json/P(A>B) A 16/20 B 11/20 uniform priors"] = Bayes,
        ["goldens_stats.json/hier beta-binomial k=[3,7,5,9] n=10"] = Bayes,
        ["goldens_scoring.json/kappa 20/5/10/15/simple SE sqrt(po(1-po)/(n(1-pe)^2))"] = NotChosen,
        ["goldens_scoring.json/pandalm"] = NoData,
        ["goldens_scoring.json/ppi forest first200"] = NoData,
        ["goldens_scoring.json/ppi halueval2 every10th"] = NoData,
        ["goldens_scoring.json/ppi toy/own PPI++"] = SelfMade,
        ["goldens_scoring.json/ppi toy/lam candidates"] = SelfMade,
        ["goldens_scoring.json/ppi toy/PPI lam=1"] = "the library's is compared",
        ["goldens_scoring.json/rogan-gladen p=.30 sens=.85 spec=.90"] = "needs known error rates of the judge; the workbench estimates them from labels (ppi)",
        ["goldens_stats2.json/difference_independent/statsmodels_score(do not copy, see README)"] = "wrong, by its own description",
        ["goldens_stats2.json/difference_paired/paired_t(ddof1, t n-1)"] = "t of the differences is compared on numbers; yes/no pairs get Tango's interval",
        ["goldens_stats2.json/clustered_mean/CR3(Mancl-DeRouen)"] = NotChosen,
        ["goldens_stats2.json/clustered_mean/GEE bias_reduced (library CR3)"] = NotChosen,
        ["goldens_stats2.json/clustered_mean/design_effect=CR1^2/se_iid^2"] = "the product's design effect is from CR2 and at least 1",
        ["goldens_stats2.json/clustered_mean/n_eff=n/deff"] = "the same",
        ["goldens_stats2.json/clustered_mean/wild_cluster_rademacher_enumerated"] = NotChosen,
        ["goldens_stats2.json/several_systems_binary/cochran_q"] = "all pairs are tested, after Holm",
        ["goldens_stats2.json/several_systems_binary/df"] = "the same",
        ["goldens_stats2.json/several_systems_real/mean_ranks(1=best, mid-ranks)"] = "the same",
        ["goldens_stats2.json/several_systems_real/friedman_chi2"] = "the same",
        ["goldens_stats2.json/several_systems_real/nemenyi_p_matrix"] = "the same",
        ["goldens_stats2.json/several_systems_real/nemenyi_CD_alpha05"] = "the same",
        ["goldens_stats2.json/wilcoxon_signed_rank"] = "the sign-flip test keeps the sizes of the differences, and the interval is of their mean",
        ["goldens_stats2.json/power/n_per_arm_arcsine(NormalIndPower, alpha .05 two-sided)"] = NotChosen,
        ["goldens_stats2.json/agreement/cohen_plain_se_simple sqrt(po(1-po)/(n(1-pe)^2))"] = NotChosen,
        ["goldens_stats2.json/agreement/gwet_ac1_ci"] = NotChosen,
        ["goldens_stats2.json/agreement/gwet_ac1_se"] = NotChosen,
        ["goldens_stats2.json/agreement/fleiss_se_conditional(irrCAC)"] = NotChosen,
        ["goldens_stats2.json/agreement/icc"] = "the one-way correlation of clusters is compared (anova_icc); raters get Krippendorff's alpha",
        ["goldens_stats2.json/calibration/log_loss_sklearn(eps of float64)"] = "clipped at 1e-15 instead",
        ["goldens_stats2.json/calibration/ece10_right_closed (i/10,(i+1)/10], first closed (sklearn calibration_curve, Guo)"] = "bins are closed on the left",
        ["goldens_stats2.json/calibration/mce10_right_closed"] = "the same",
        ["goldens_stats2.json/calibration/sklearn_calibration_curve_uniform"] = "the same",
        ["goldens_stats2.json/calibration/ece10_from_sklearn_curve"] = "the same",
        ["goldens_stats2.json/calibration/sklearn_calibration_curve_quantile"] = "cuts at percentiles and merges ties",
        ["goldens_stats2.json/calibration/MLstatkit_Delong_test(z,p)"] = "equal to delong_paired up to sign",
        ["goldens_stats2.json/calibration/risk_at_k_stable_file_order_ties"] = "depends on the order of the file; ties are averaged",
        ["goldens_stats2.json/calibration/acc_at_80pct ceil(.8n)"] = "the same; compared on the set without ties",
        ["goldens_stats2.json/calibration/acc_at_50pct ceil(.5n)"] = "the same",
        ["goldens_stats2.json/calibration/E_AURC_geifman_approx r+(1-r)ln(1-r)"] = "an approximation of the exact best order, which is compared",
        ["goldens_stats2.json/calibration/isotonic"] = Recalibration,
        ["goldens_stats2.json/calibration/platt_smoothed_targets(sklearn _SigmoidCalibration) p=1/(1+exp(a*f+b))"] = Recalibration,
        ["goldens_stats2.json/calibration/plain_logistic_unpenalised"] = Recalibration,
        ["goldens_stats2.json/ppi/lambda_unclipped"] = Unclipped,
        ["goldens_stats2.json/ppi/judge_only_mean"] = "a share of verdicts",
        ["goldens_stats2.json/ppi/pval_vs_classical_mean_null_0.5"] = "an interval says more than a test against ½",
        ["goldens_stats2.json/ppi/n_effective = n*var_classical/var_ppi"] = "of the unsmoothed variance, which is too small",
        ["goldens_stats2.json/confidence_sequences/confseq conjmix_empbern_twosided_cs v_opt=25 raw"] = NotChosen,
        ["goldens_stats2.json/confidence_sequences/confseq conjmix_hoeffding_twosided_cs t_opt=100 raw"] = NotChosen,
        ["goldens_stats2.json/confidence_sequences/confseq bernoulli_confidence_interval t_opt=100"] = "needs a time to be tuned to; the uniform mixture does not",
        ["goldens_stats2.json/confidence_sequences/ville EmpiricalBernsteinCS (symmetric form, running)"] = "another valid form; confseq's is compared",
        ["goldens_stats2.json/confidence_sequences/ville BettingCS grid=10000 running"] = "on a finer grid; confseq's is compared",
        ["goldens_stats2.json/confidence_sequences/ville AsymptoticCS t_opt=100 min_samples=20 (ddof 1)"] = "another optimum; the paper's formula is compared",
        ["goldens_stats2.json/confidence_sequences/ville rho"] = "the same",
        ["goldens_stats2.json/confidence_sequences/same, ddof0"] = "with n in place of n − 1",
        ["goldens_stats2.json/entropy/perplexity_first"] = "exp of a mean that is compared",
        ["goldens_scoring.json/graph UQ/eig"] = "their sum is compared",
        ["goldens_scoring.json/acc_norm toy"] = "its numbers stand in SurenessTests",
        ["goldens_scoring.json/acc_bytes zh"] = "the same",
        ["goldens_stats2.json/text"] = Text,
        ["goldens_stats2.json/bradley_terry"] = Races,
    };

    private static readonly string[] Inputs = ["how", "name", "encoding", "kind", "k", "n", "N", "x", "alpha", "pairs", "times", "note", "n_complete", "power_at_n=500 keys", "matrix_rows_items", "question means"];

    private static readonly string[] SectionsOfCases = ["goldens_stats.json/wilson", "goldens_scoring.json/penalised t", "goldens_scoring.json/penalised blog"];

    [Fact]
    public void Goldens_EveryEntry_IsComparedOrListed()
    {
        var sources = string.Concat(Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "Workbench.Tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "GoldenInventoryTests.cs" && (file.Contains("Statistics", StringComparison.Ordinal) || file.Contains("Scoring", StringComparison.Ordinal)))
            .Select(File.ReadAllText));
        var entries = Entries().Distinct().ToList();
        var listed = entries.Where(entry => Absent.Keys.Any(key => entry == key || entry.StartsWith(key + "/", StringComparison.Ordinal))).ToList();
        var unknown = entries.Except(listed).Where(entry => !sources.Contains($"\"{entry[(Slash(entry) + 1)..]}\"", StringComparison.Ordinal)).ToList();
        Assert.True(unknown.Count == 0, "Neither compared nor listed: " + string.Join(Environment.NewLine, unknown));
        var stale = Absent.Keys.Where(key => !entries.Any(entry => entry == key || entry.StartsWith(key + "/", StringComparison.Ordinal))).ToList();
        Assert.True(stale.Count == 0, "Listed but not in the goldens: " + string.Join(Environment.NewLine, stale));
    }

    /// <summary>The last separator that is one: entries may hold slashes themselves, sections are known.</summary>
    private static int Slash(string entry) => Prefixes.Value.Where(prefix => entry.StartsWith(prefix + "/", StringComparison.Ordinal)).Max(prefix => prefix.Length);

    private static readonly Lazy<List<string>> Prefixes = new(() =>
        [.. Files().SelectMany(file => file.Root.EnumerateObject().Where(section => section.Value.ValueKind == JsonValueKind.Object).Select(section => $"{file.Name}/{section.Name}").Append(file.Name))]);

    private static IEnumerable<(string Name, JsonElement Root)> Files() =>
        ((string[])["goldens_stats.json", "goldens_scoring.json", "stats2/goldens_stats2.json"]).Select(file => (Path.GetFileName(file), Golden.File(file)));

    private static IEnumerable<string> Entries()
    {
        foreach (var (name, root) in Files())
        {
            foreach (var section in root.EnumerateObject().Where(section => section.Name != "about"))
            {
                var path = $"{name}/{section.Name}";
                if (section.Value.ValueKind != JsonValueKind.Object || SectionsOfCases.Contains(path) || Absent.ContainsKey(path))
                {
                    yield return path;
                    continue;
                }

                foreach (var field in Fields(section.Value).Except(Inputs))
                {
                    yield return $"{path}/{field}";
                }
            }
        }
    }

    /// <summary>Names of the fields of a section, or of the cases in it.</summary>
    private static IEnumerable<string> Fields(JsonElement section) => section.EnumerateObject().SelectMany(field => field.Name == "cases"
        ? (field.Value.ValueKind == JsonValueKind.Array ? field.Value.EnumerateArray() : field.Value.EnumerateObject().SelectMany(group => group.Value.ValueKind == JsonValueKind.Array ? [.. group.Value.EnumerateArray()] : new[] { JsonDocument.Parse($"{{\"{group.Name}\":0}}").RootElement }))
            .Where(item => item.ValueKind == JsonValueKind.Object).SelectMany(item => item.EnumerateObject().Select(inner => inner.Name))
        : [field.Name]);
}
