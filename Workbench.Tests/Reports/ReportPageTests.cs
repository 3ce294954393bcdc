using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Workbench.Core.Compliance;
using Workbench.Core.Reports;
using Workbench.Core.Scoring;
using Workbench.Tests.Compliance;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Reports;

public partial class ReportPageTests
{
    private const string Hostile = "</pre><script>alert(1)</script><img src=x onerror=\"alert(2)\"><style>*{display:none}</style>'\"&<!--\u202e";

    [Theory]
    [InlineData("en", "Assessment report", "does not conform", "en")]
    [InlineData("zh-Hans", "评估报告", "不符合", "zh-Hans")]
    public void Write_Assessment_IsOneWellFormedPageInItsLanguage(string culture, string kind, string verdict, string language)
    {
        var html = ReportPage.Write(Content("Paris"), CultureInfo.GetCultureInfo(culture));

        Assert.StartsWith($"<!DOCTYPE html>\n<html lang=\"{language}\">", html, StringComparison.Ordinal);
        Assert.Contains(kind, html, StringComparison.Ordinal);
        Assert.Contains(verdict, html, StringComparison.Ordinal);
        Assert.Contains("log.example", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Reports.", Words(html), StringComparison.Ordinal);
        Assert.DoesNotContain("Compliance.", Words(html), StringComparison.Ordinal);
        AssertTagsMatch(html);
        AssertLinksLand(html);
    }

    [Fact]
    public void Write_Assessment_HasTheSectionsOfAnAuditReportInOrder()
    {
        var html = ReportPage.Write(Content("Paris"), CultureInfo.InvariantCulture);

        Assert.Equal(
            ["summary", "system", "manifest", "integrity", "criteria", "method", "results", "findings", "documents", "clause-samples", "signatures", "limits", "verify", "annex"],
            Headings().Matches(html).Select(match => match.Groups[1].Value));
        Assert.Equal(1, Regex.Count(html, "<svg class=\"mark against"));
        Assert.Equal(25, Regex.Count(html, "<article "));
    }

    [Fact]
    public void Write_HostileAnswer_StaysText()
    {
        var html = ReportPage.Write(Content(Hostile), CultureInfo.InvariantCulture);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, Regex.Count(html, "<style>"));
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        AssertTagsMatch(html);
    }

    [Fact]
    public void Write_LongAnswer_IsCutWithoutSplittingACharacter()
    {
        var html = ReportPage.Write(Content(new string('a', 1499) + "😀" + new string('b', 500)), CultureInfo.InvariantCulture);

        Assert.Contains("… 502 more characters", html, StringComparison.Ordinal);
        Assert.DoesNotContain("bbb", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\ufffd", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Run_ListsItsNumbersWithIntervals()
    {
        var assessed = Content("Paris");
        var run = assessed with { Subject = "R-0001", Assessment = null, Pack = null, Metrics = [new CandidateMetrics("one", RunRates.Of(assessed.Run, assessed.Suite, assessed.Results, "one"))] };

        var html = ReportPage.Write(run, CultureInfo.InvariantCulture);

        Assert.Contains("claim-outcome.made-up", html, StringComparison.Ordinal);
        Assert.Contains("20.0 %", html, StringComparison.Ordinal);
        AssertTagsMatch(html);
        AssertLinksLand(html);
    }

    internal static ReportContent Content(string answer)
    {
        var (suite, run, results) = Given.Counted(5, 25);
        results = [.. results.Select((result, index) => Given.Answered(result.SampleId, "one", "claim-outcome", index < 5 ? Outcome.Correct : Outcome.Incorrect, answer))];
        var document = Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20) with
        {
            Id = "document",
            Kind = ClauseKind.Documentary,
            Metric = null,
            Limit = null,
            Evidence = new Wording("A list", "清单"),
        };
        var pack = Given.Pack(Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20), document);
        var assessment = new Assessment("A-0001", run.Id, run.SuiteSha256, pack.Id, pack.Sha256, [Assessment.Assess(pack, run, suite, results, "one")], "owner", Given.Noon);
        return new ReportContent("A-0001", run, suite, results, assessment, pack, [], null, new LogHead("log.example", 42, "cm9vdA==", "log.example\n42\ncm9vdA==\n"), Given.Noon);
    }

    private static string Words(string html) => Regex.Replace(Regex.Replace(html, "<style>.*?</style>", "", RegexOptions.Singleline), "<[^>]*>", " ");

    private static void AssertTagsMatch(string html)
    {
        var open = new Stack<string>();
        foreach (Match tag in Tags().Matches(html))
        {
            var name = tag.Groups[2].Value;
            if (tag.Groups[1].Length > 0)
            {
                Assert.Equal(open.Pop(), name);
            }
            else if (!tag.Value.EndsWith("/>", StringComparison.Ordinal) && name is not "meta")
            {
                open.Push(name);
            }
        }

        Assert.Empty(open);
    }

    private static void AssertLinksLand(string html)
    {
        var ids = Regex.Matches(html, " id=\"([^\"]*)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.NotEmpty(Regex.Matches(html, " href=\"#([^\"]*)\""));
        Assert.All(Regex.Matches(html, " href=\"([^\"]*)\"").Select(match => match.Groups[1].Value), link => Assert.Contains(link[1..], ids));
    }

    [GeneratedRegex("<(/?)([a-z][a-z0-9]*)[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("<h2 id=\"([^\"]*)\"")]
    private static partial Regex Headings();
}
