using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Workbench.Core.Reports;
using Workbench.Core.Reports.Formats;

namespace Workbench.Tests.Reports;

public partial class ReportPageTests
{
    private const string Hostile = "</pre><script>alert(1)</script><img src=x onerror=\"alert(2)\"><style>*{display:none}</style>'\"&<!--\u202e\u0007\u001b[2J";

    public static TheoryData<ReportKind, string> Kinds => new(
        from kind in Enum.GetValues<ReportKind>()
        where kind is not (ReportKind.Decision or ReportKind.Comparison)
        from culture in (string[])["en", "zh-Hans"]
        select (kind, culture));

    [Theory, MemberData(nameof(Kinds))]
    public void Write_EachKind_IsOneWellFormedPageInItsLanguage(ReportKind kind, string culture)
    {
        var html = Given.Page(Given.Content("Paris", kind), CultureInfo.GetCultureInfo(culture));

        Assert.StartsWith($"<!DOCTYPE html>\n<html lang=\"{culture}\">", html, StringComparison.Ordinal);
        Assert.Contains("log.example", html, StringComparison.Ordinal);
        Assert.Contains("log.example+01020304+AQ==", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain("Reports.", Words(html), StringComparison.Ordinal);
        Assert.DoesNotContain("Compliance.", Words(html), StringComparison.Ordinal);
        AssertTagsMatch(html);
        AssertLinksLand(html);
    }

    [Theory]
    [InlineData("en", "does not conform", "Assessment report")]
    [InlineData("zh-Hans", "不符合", "评估报告（自评估）")]
    public void Write_Audit_SaysTheVerdictInItsLanguage(string culture, string verdict, string kind)
    {
        var html = Given.Page(Given.Content("Paris"), CultureInfo.GetCultureInfo(culture));

        Assert.Contains(verdict, html, StringComparison.Ordinal);
        Assert.Contains(kind, html, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Audit_HasItsSectionsInOrderEachWithSomething()
    {
        var content = Given.Content("Paris");
        var html = Given.Page(content, Given.English);

        Assert.Equal(
            ["cover", "summary", "scope", "system", "criteria", "method", "integrity", "results", "findings", "exceptions", "decisions", "limits", "since", "annexes", "documents", "clause-samples", "annex", "manifest"],
            Headings().Matches(html).Select(match => match.Groups[1].Value));
        Assert.All(ReportDocument.Of(content, Given.English).Sections, section => Assert.NotEmpty(section.Blocks));
        Assert.Equal(2, Regex.Count(html, "<svg class=\"mark against"));
        Assert.Equal(25, Regex.Count(html, "<article "));
    }

    [Fact]
    public void Write_NumberOfAClause_LinksToItsSamplesAndTheseToTheWorkbench()
    {
        var html = Given.Page(Given.Content("Paris") with { Addresses = new Addresses() }, Given.English);

        Assert.Contains("<a href=\"#c-0-0\">20.0 %</a>", html, StringComparison.Ordinal);
        Assert.Contains("<h3 id=\"c-0-0\">", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#s-5\">s5</a>", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://bench.example/R-0001/s5?one\" target=\"_blank\" rel=\"noopener noreferrer\">s5 · one</a>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RiskThatWasAsked_NamesBankSampleAndWorst()
    {
        var html = Given.Page(Given.Content("Paris"), Given.Chinese);

        Assert.Contains("最差：A.2.d 地域歧视", html, StringComparison.Ordinal);

        // The table of groups names it too, the tag small below it.
        Assert.Matches("A\\.2\\.d 地域歧视[^|]{0,60}gbt\\.a\\.2\\.d", html);
    }

    [Fact]
    public void Write_Audit_BeginsWithWhatDecides()
    {
        var html = Given.Page(Given.Content("Paris"), Given.English);

        var conclusion = html.IndexOf("one: Does not conform: too seldom right (20 % where at least 90 % is asked)", StringComparison.Ordinal);
        Assert.InRange(conclusion, 1, html.IndexOf("SHA-256", html.IndexOf("<body", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void Write_HostileAnswer_StaysText()
    {
        var html = Given.Page(Given.Content(Hostile), Given.English);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, Regex.Count(html, "<style>"));
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.Contains("[U+202E]\u2407\u241b[2J", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain(html, letter => letter is '\u202e' or '\u0007' or '\u001b');
        AssertTagsMatch(html);
    }

    [Fact]
    public void Write_MegabyteAnswer_IsCut()
    {
        var html = Given.Page(Given.Content(new string('x', 1 << 20)), Given.English);

        Assert.Contains("… 1,047,076 more characters", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 1, 200_000);
    }

    [Fact]
    public void Write_LongAnswer_IsCutWithoutSplittingACharacter()
    {
        var html = Given.Page(Given.Content(new string('a', 1499) + "😀" + new string('z', 500)), Given.English);

        Assert.Contains("… 502 more characters", html, StringComparison.Ordinal);
        Assert.DoesNotContain("zzz", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\ufffd", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Run_ListsItsNumbersWithIntervals()
    {
        var html = Given.Page(Given.Content("Paris", ReportKind.Run), Given.English);

        Assert.Contains("claim-outcome.made-up", html, StringComparison.Ordinal);
        Assert.Contains("20.0 %", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Preview_SaysThatItIsOne()
    {
        Assert.Contains("preview, not recorded in the log", Given.Page(Given.Content("Paris") with { IsPreview = true }, Given.English), StringComparison.Ordinal);
        Assert.DoesNotContain("preview, not recorded", Given.Page(Given.Content("Paris"), Given.English), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        var told = new List<ReportProgress>();
        var progress = new Told(value =>
        {
            told.Add(value);
            stop.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => ReportDocument.Of(Given.Content("Paris"), Given.English, progress, stop.Token));
        Assert.Single(told);
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

    private sealed class Addresses : IReportAddresses
    {
        public string Subject(string id) => $"https://bench.example/{id}";

        public string Sample(string runId, string sampleId, string candidate, int repeat) => $"https://bench.example/{runId}/{sampleId}?{candidate}";

        public string Clause(string assessmentId, string candidate, string clauseId) => $"https://bench.example/{assessmentId}/{clauseId}";
    }

    private sealed class Told(Action<ReportProgress> tell) : IProgress<ReportProgress>
    {
        public void Report(ReportProgress value) => tell(value);
    }
}
