using System.Globalization;
using Workbench.Core.Provenance;
using YamlDotNet.RepresentationModel;

namespace Workbench.Tests.Provenance;

public sealed class ModelCardExportTests
{
    [Fact]
    public void Write_HostileCard_IsFrontMatterThatReadsBackAndTextThatStaysText()
    {
        var dossier = Given.Dossier(Given.Card("evil", """{"license":"MIT","languages":["zh-Hans","en"],"developer":"<script>\"[x](y)","trainingData":"a\n# heading","lineage":[{"kind":"quantisation","parent":"a\": b\\"}]}"""));
        var text = ModelCardExport.Write(dossier, RuleChecks.All(Given.Rules, Given.Licences, dossier, Given.Rules.Place("CN"), Given.Today), Given.Licences, CultureInfo.GetCultureInfo("en"));

        var parts = text.Split("---\n", 3);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(parts[1]));
        var front = (YamlMappingNode)yaml.Documents[0].RootNode;
        Assert.Equal("mit", (string?)front["license"]);
        Assert.Equal(["zh", "en"], ((YamlSequenceNode)front["language"]).Select(node => (string?)node));
        Assert.Equal("a\": b\\", (string?)front["base_model"][0]);
        Assert.Equal("quantized", (string?)front["base_model_relation"]);
        Assert.DoesNotContain("<script", parts[2], StringComparison.Ordinal);
        Assert.DoesNotContain("\n# heading", parts[2], StringComparison.Ordinal);
        Assert.Contains("## Gaps", parts[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Chinese_SaysEverythingInChinese()
    {
        var dossier = Given.Dossier(Given.Card("m", """{"license":"MIT","uses":["research"]}"""));
        var text = ModelCardExport.Write(dossier, RuleChecks.All(Given.Rules, Given.Licences, dossier, null, Given.Today), Given.Licences, CultureInfo.GetCultureInfo("zh-Hans"));

        Assert.Contains("## 拟定用途", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Provenance.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not stated", text, StringComparison.Ordinal);
    }
}
