using System.Text.Json;
using Workbench.Core.Comparisons;

namespace Workbench.Tests.Comparisons;

public sealed class ComparisonExportTests
{
    [Fact]
    public void Markdown_OfHostileTexts_KeepsThemInsideTheirFences()
    {
        var given = Given.Comparison("# heading\n```\n<img src=x onerror=alert(1)>\n````");
        var markdown = ComparisonExport.Markdown(given with { Id = "C-0001" });

        Assert.Contains("`````text\n# heading\n```\n<img src=x onerror=alert(1)>\n````\n`````", markdown, StringComparison.Ordinal);
        Assert.Contains("```text\nBe\n```", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("Because", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_OfHostileTexts_HasNoTagAndGivesThemBack()
    {
        const string Question = "<script>alert(1)</script> 为什么？";
        var json = ComparisonExport.Json(Given.Comparison(Question));

        Assert.DoesNotContain("<script", json, StringComparison.Ordinal);
        Assert.Contains("为什么", json, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(Question, document.RootElement.GetProperty("turns")[0].GetProperty("question").GetString());
        Assert.Equal(-1.5, document.RootElement.GetProperty("answers")[0].GetProperty("tokens")[0].GetProperty("top")[1].GetProperty("logprob").GetDouble());
    }
}
