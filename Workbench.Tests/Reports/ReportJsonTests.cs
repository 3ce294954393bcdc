using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Workbench.Core.Log;
using Workbench.Core.Reports;
using Workbench.Core.Reports.Formats;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Reports;

public class ReportJsonTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "report.schema.json")));

    [Theory]
    [InlineData(ReportKind.Audit)]
    [InlineData(ReportKind.Tc260)]
    [InlineData(ReportKind.Run)]
    [InlineData(ReportKind.ModelCard)]
    public void Of_Report_KeepsToTheSchema(ReportKind kind)
    {
        var json = ReportJson.Of(ReportDocument.Of(Given.Content("Paris", kind), Given.English));

        var result = Schema.Evaluate(JsonSerializer.SerializeToElement(json), new EvaluationOptions { OutputFormat = OutputFormat.List });

        Assert.True(result.IsValid, string.Join('\n', (result.Details ?? []).Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join(' ', detail.Errors!.Values)}")));
    }

    [Fact]
    public void Of_Report_HashesOfItsPartsCanBeRecomputed()
    {
        var json = JsonNode.Parse(ReportJson.Of(ReportDocument.Of(Given.Content("Pa\u202eris =1 \ud800"), Given.Chinese)).ToJsonString())!;

        var lines = new StringBuilder();
        foreach (var part in json["parts"]!.AsArray().Select(part => part!.AsObject()))
        {
            var named = (string)part["sha256"]!;
            part.Remove("sha256");
            Assert.Equal(named, Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(part))));
            lines.Append((string)part["id"]! == "manifest" ? "" : $"{named}  {(string)part["id"]!}\n");
        }

        Assert.Equal((string)json["manifest"]!["sha256"]!, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString()))));
    }

    [Fact]
    public void Of_OneCharacterChanged_ChangesTheManifest() => Assert.NotEqual(
        ReportDocument.Of(Given.Content("Paris"), Given.English).Manifest,
        ReportDocument.Of(Given.Content("Pariz"), Given.English).Manifest);
}
