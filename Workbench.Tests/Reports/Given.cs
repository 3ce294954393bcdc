using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Detectors;
using Workbench.Core.Reports;
using Workbench.Core.Reports.Formats;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Tests.Shared;
using Assessed = Workbench.Tests.Compliance.Given;

namespace Workbench.Tests.Reports;

/// <summary>A report over 25 answers to the same text, five of them right.</summary>
internal static class Given
{
    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en");

    public static CultureInfo Chinese { get; } = CultureInfo.GetCultureInfo("zh-Hans");

    public static ReportContent Content(string answer, ReportKind kind = ReportKind.Audit)
    {
        var (suite, run, _) = Assessed.Counted(5, 25);
        suite = suite with { Samples = [.. suite.Samples.Select((sample, index) => index < 10 ? sample with { Tags = ["gbt.a.2.d"] } : sample)] };
        ImmutableArray<SampleResult> results = [.. suite.Samples.Select((sample, index) => Assessed.Answered(sample.Id, "one", "claim-outcome", index < 5 ? Outcome.Correct : Outcome.Incorrect, answer))];
        var document = Assessed.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20) with { Id = "document", Kind = ClauseKind.Documentary, Metric = null, Limit = null, Evidence = new Wording("A list", "清单") };
        var pack = Assessed.Pack(Assessed.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20), document);
        var assessment = new Assessment("A-0001", run.Id, run.SuiteSha256, pack.Id, pack.Sha256, [Assessment.Assess(pack, run, suite, results, "one")], "owner", Assessed.Noon);
        var taxonomy = RiskTaxonomy.Read(Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "banks", "taxonomy.json"));
        var content = new ReportContent(assessment.Id, kind, run, suite, RunSummary.Build(run, suite, results), Assessed.Noon)
        {
            Log = new LogHead("log.example", 42, "cm9vdA==", "log.example\n42\ncm9vdA==\n", "log.example+01020304+AQ=="),
            Annex = new ReportAnnex(results, results.Length),
            Taxonomy = taxonomy,
            Leaves = LeafResults.Of(taxonomy, run, suite, results, ["one"]),
            Keywords = [new KeywordUse(KeywordFile.Parse(new StringReader("term,class,language\n=1+1,a.2.d,en\n"), "own", "own.csv"), null)],
        };
        return kind is ReportKind.Run or ReportKind.ModelCard
            ? content with { Subject = run.Id, Metrics = [new CandidateMetrics("one", RunRates.Of(run, suite, results, "one"))] }
            : content with { Assessment = assessment, Pack = pack, PackUsedAt = Assessed.Noon };
    }

    public static string Page(ReportContent content, CultureInfo culture)
    {
        using var page = new StringWriter();
        ReportPage.Write(ReportDocument.Of(content, culture), page, null, null, CancellationToken.None);
        return page.ToString();
    }
}
