using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using UglyToad.PdfPig;
using Workbench.Core.Reports;
using Workbench.Core.Reports.Formats;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Reports;

/// <summary>The sample reports have the form that reports have today: whoever changes a report makes them anew (tools/demo-assessment).</summary>
public partial class SamplesTests
{
    private static readonly string[] Models = ["demo-knows", "demo-invents", "demo-refuses"];

    [Theory]
    [InlineData("demo-knows.zh-Hans.html", ReportKind.Audit, "zh-Hans")]
    [InlineData("demo-invents.zh-Hans.html", ReportKind.Audit, "zh-Hans")]
    [InlineData("demo-refuses.zh-Hans.html", ReportKind.Audit, "zh-Hans")]
    [InlineData("demo-knows.en.html", ReportKind.Audit, "en")]
    [InlineData("demo-knows.model-card.zh-Hans.html", ReportKind.ModelCard, "zh-Hans")]
    public void Html_Sample_HasTheSectionsAndTheManifestOfToday(string file, ReportKind kind, string language)
    {
        var page = File.ReadAllText(PathOf(file));
        var today = ReportDocument.Of(Given.Content("x", kind), language == "en" ? Given.English : Given.Chinese);

        Assert.Equal(today.Sections.Select(section => section.Id), Section().Matches(page).Select(match => match.Groups[1].Value));
        Assert.All(today.Sections, section => Assert.Contains($">{section.Title}</h2>", page, StringComparison.Ordinal));
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains(ReportPage.ContentSecurityPolicy, page, StringComparison.Ordinal);
        var manifest = page[page.IndexOf("part manifest", StringComparison.Ordinal)..];
        Assert.True(Hash().Count(manifest) >= today.Sections.Length, "The manifest names a hash of each section and its own.");
    }

    [Fact]
    public void Conclusions_OfTheThreeModels_AreDecidedByDifferentClauses()
    {
        var headlines = Models.Select(model => Headline().Match(File.ReadAllText(PathOf($"{model}.zh-Hans.html"))).Groups[1].Value).ToList();

        Assert.Equal(3, headlines.Distinct().Count());
        Assert.All(headlines.Zip(Models, ["拒答不足（", "编造事实（", "拒答过度（"]), each => Assert.StartsWith($"{each.Second}：不符合：{each.Third}", each.First, StringComparison.Ordinal));
        Assert.All(headlines, headline => Assert.DoesNotContain("题库", headline, StringComparison.Ordinal));
    }

    [Fact]
    public void Json_Sample_KeepsToTheSchemaAndItsClausesGiveItsConclusion()
    {
        using var report = JsonDocument.Parse(File.ReadAllText(PathOf("demo-knows.json")));
        var schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "report.schema.json")));
        Assert.True(schema.Evaluate(report.RootElement).IsValid);

        var candidate = report.RootElement.GetProperty("assessment").GetProperty("candidates")[0];
        Assert.Equal("does-not-conform", candidate.GetProperty("conclusion").GetString());
        var failing = candidate.GetProperty("clauses").EnumerateArray().Where(clause => clause.GetProperty("verdict").GetString() == "does-not-conform").Select(clause => clause.GetProperty("id").GetString()).Order();
        Assert.Equal(failing, candidate.GetProperty("why").GetProperty("decidedBy").EnumerateArray().Select(clause => clause.GetProperty("clause").GetString()).Order());
    }

    [Fact]
    public void Pdf_Samples_AreSmallAndCanBeSearchedInChinese()
    {
        var files = Directory.GetFiles(PathOf(""), "*.pdf");
        Assert.Equal(4, files.Length);
        Assert.All(files, file =>
        {
            Assert.InRange(new FileInfo(file).Length, 1, 1_100_000);
            using var pdf = PdfDocument.Open(file);
            Assert.Contains("A-0002 · ", pdf.GetPage(1).Text, StringComparison.Ordinal);
            Assert.Contains("不符合", string.Concat(pdf.GetPages().Take(5).Select(page => page.Text)), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Readme_OfTheSamples_NamesEachFile()
    {
        var readme = File.ReadAllText(PathOf("README.md"));

        Assert.All(Directory.GetFiles(PathOf("")).Select(Path.GetFileName).Where(name => name != "README.md"), name => Assert.Contains($"`{name}`", readme, StringComparison.Ordinal));
    }

    private static string PathOf(string file) => Path.Combine(RepositoryPaths.Root, "docs", "samples", file);

    [GeneratedRegex("<section class=\"part ([a-z0-9-]+)\"")]
    private static partial Regex Section();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();

    [GeneratedRegex("<section class=\"part summary\">.*?<h3[^>]*>([^<]+)</h3>", RegexOptions.Singleline)]
    private static partial Regex Headline();
}
